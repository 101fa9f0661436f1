import * as z from 'zod';
import type { Destination, Wanted } from '../messages/notifications/destination';
import { FOR_A_PERSON, notifiedStatuses } from '../messages/notifications/destination';
import { compact } from '../core/compact';
import type { NotifyConfig } from './config';
import type { Environment } from './environment';
import type { Read } from './read';
import { ONCE, problemsOf, valid } from './read';
import { isDistinct, readList } from './read-list';
import { isSecureUrl } from './read-storage';
import { signingSecrets } from './signing-secrets';

const MAX_DESTINATIONS = 20;

const listed = z
  .array(z.enum(notifiedStatuses, { error: 'is not a status of an outcome' }), {
    error: 'must be all, or a list of statuses of outcomes',
  })
  .min(1, 'must have at least one');

/** Not a union, whose problem would not name the entry that is wrong. */
function wanted(written: unknown, context: z.RefinementCtx): Wanted {
  if (written === undefined) return FOR_A_PERSON;
  if (written === 'all') return written;
  const read = listed.safeParse(written, ONCE);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
}

const addressed = {
  name: z
    .string({ error: 'must be text' })
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and hyphens'),
  // It contains a secret: no problem quotes it.
  url: z
    .string({ error: 'must be text' })
    .refine(isPostable, { error: 'is not an https URL without a user name and without a fragment' }),
  statuses: z.unknown().optional().transform(wanted),
};

const destination: z.ZodType<Destination> = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('teams'), ...addressed }),
    z.strictObject({ kind: z.literal('slack'), ...addressed }),
    z.strictObject({ kind: z.literal('webhook'), ...addressed, secrets: signingSecrets }),
  ],
  { error: 'must be teams, slack or webhook' },
);

const destinations = z
  .array(destination, { error: 'must be a list of destinations' })
  .max(MAX_DESTINATIONS, `must not have more than ${String(MAX_DESTINATIONS)} destinations`)
  .refine((list) => isDistinct(list.map(({ name }) => name)), {
    error: 'has two destinations with the same name',
  });

/** Reads who is notified of outcomes: JSON in `NOTIFY`, and `CONSOLE_URL`; undefined: nobody. */
export function readNotify(settings: Environment): Read<NotifyConfig | undefined> {
  const list = readList('NOTIFY', settings, destinations);
  const consoleUrl = readConsoleUrl(settings['CONSOLE_URL']);
  if (list.kind === 'invalid' || consoleUrl.kind === 'invalid') {
    return { kind: 'invalid', problems: problemsOf([list, consoleUrl]) };
  }
  if (list.value.length === 0) return valid(undefined);
  return valid(compact({ destinations: list.value, consoleUrl: consoleUrl.value }));
}

/** Reads the address of the console. */
export function readConsoleUrl(written: string | undefined): Read<string | undefined> {
  if (written === undefined || isSecureUrl(written)) return valid(written);
  return {
    kind: 'invalid',
    problems: ['CONSOLE_URL: is not an https URL (https://NAME.SUFFIX/api/console)'],
  };
}

/** Addresses of webhooks have their secret in the path or in the query. */
function isPostable(written: string): boolean {
  const url = URL.parse(written);
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && url.hash === '';
}
