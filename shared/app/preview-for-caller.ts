import type { ApiAnswer } from '../api/answer';
import { done, problem } from '../api/answer';
import { openMessage } from '../alerts/open-message';
import { publishedOutcome } from '../messages/published-outcome';
import type { PreviewDependencies, PreviewedMessage } from './preview-message';
import { previewMessage } from './preview-message';

/** A preview of more users would ask the directory more than a caller may. */
export const MAX_PREVIEWED_USERS = 100;
const RETRY_AFTER_S = 15;

/** Previews a message for a caller, by the policy and the facts of the app itself. */
export async function previewForCaller(
  previewing: PreviewDependencies,
  message: PreviewedMessage,
): Promise<ApiAnswer> {
  const users = usersIn(previewing, message);
  if (users > MAX_PREVIEWED_USERS) {
    const detail = `The message names ${String(users)} users: a preview is of at most ${String(MAX_PREVIEWED_USERS)}.`;
    return problem('tooLarge', detail);
  }
  const preview = await previewMessage(previewing, message);
  switch (preview.kind) {
    case 'later': {
      const detail = `It cannot be previewed now (${preview.reason}).`;
      return problem('unavailable', detail, { retryAfterS: RETRY_AFTER_S });
    }
    case 'previewed': {
      const { receivedBy } = message;
      return done({ receivedBy, value: preview.messages.map(({ body }) => publishedOutcome(body)) });
    }
  }
}

function usersIn(
  { formats, decompress }: Pick<PreviewDependencies, 'formats' | 'decompress'>,
  { name, body, contentType }: PreviewedMessage,
): number {
  const opened = openMessage({ body, contentType }, { formats, decompress, fallbackId: name });
  if (opened.kind !== 'readings') return 1;
  return opened.readings.reduce(
    (sum, reading) => sum + (reading.kind === 'request' ? reading.request.users.length : 0),
    0,
  );
}
