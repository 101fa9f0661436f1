import type { RestoreReading } from '../alerts/reading';
import type { Containment } from '../core/containment';
import { detail, writeDetail } from '../core/detail';
import type { Issue } from '../core/outcome';
import { isDirect } from '../core/received-by';
import { admitWork } from './admit-work';
import type { Answer, Retry } from './answer';
import type { Dependencies } from './dependencies';
import { ambiguities, findContainments } from './find-containments';
import { inParallel } from './in-parallel';
import { senderOf } from './incoming-message';
import { announceRestore, enterRestore, prepareRestore } from './open-restore';
import type { MessageItem } from './publish-for-message';
import { publishNothingToDo, rejectMessage } from './publish-for-message';
import { tenantToDecideIn } from './tenant-dependencies';

const MAX_PARALLEL = 8;

/**
 * Answers a message that asks for containments to be undone: each gets a request for approval, and nothing else is done. What cannot be
 * undone now is rejected, with the reason.
 */
export async function processRestore(
  dependencies: Dependencies,
  item: MessageItem,
  reading: RestoreReading,
): Promise<readonly Answer[]> {
  const about = { ...item, requestId: reading.requestId };
  const reject = (issues: readonly Issue[]): Promise<Answer> => rejectMessage(dependencies, about, issues);
  if (!isDirect(senderOf(item.message)))
    return [await reject([{ path: '$', message: 'a restore cannot come by the webhook for alerts' }])];
  const { restore: requestId, user } = reading;
  const found = await findContainments(dependencies, { requestId, user });
  switch (found.kind) {
    case 'none': {
      const nothing = { alert: {}, detail: detail('nothingToRestore') };
      return [await publishNothingToDo(dependencies, about, nothing)];
    }
    case 'severalSenders':
    case 'severalTenants':
      return [await reject([{ path: 'restore', message: ambiguities[found.kind] }])];
    case 'severalUsers':
      return [await reject([{ path: 'user', message: ambiguities.severalUsers }])];
    case 'found':
      return openAll(dependencies, { item, reading, containments: found.containments, reject });
  }
}

/** Opens a request for approval for each containment. */
async function openAll(
  dependencies: Dependencies,
  { item, reading, containments, reject }: Opening,
): Promise<readonly Answer[]> {
  const opened = await inParallel(containments, MAX_PARALLEL, (containment) =>
    dependencies.permits.run(() => ask(dependencies, { item, reading, containment })),
  );
  const issues = opened.flatMap((one) => (one.kind === 'refused' ? [one.issue] : []));
  const answers = opened.flatMap((one) => (one.kind === 'refused' ? [] : [one]));
  return issues.length === 0 ? answers : [...answers, await reject(issues)];
}

interface Opening {
  readonly item: MessageItem;
  readonly reading: RestoreReading;
  readonly containments: readonly Containment[];
  readonly reject: (issues: readonly Issue[]) => Promise<Answer>;
}

interface Asking {
  readonly item: MessageItem;
  readonly reading: RestoreReading;
  readonly containment: Containment;
}

type Asked = Answer | { readonly kind: 'refused'; readonly issue: Issue };

/** Asks for the approval of one restore, in the tenant of its containment. */
async function ask(dependencies: Dependencies, { item, reading, containment }: Asking): Promise<Asked> {
  const { message } = item;
  const { attempts } = message.history;
  const sender = senderOf(message);
  const { tenantId } = containment;
  const tenant = await tenantToDecideIn(dependencies, { named: tenantId, sender });
  if (tenant.kind === 'denied') return refusedBy(writeDetail(tenant.detail));
  return admitWork<Asked | Retry>(dependencies, {
    tenantId,
    attempts,
    work: async (answered) => {
      const { by, reason } = reading;
      const wish = { by, reason, receivedBy: sender, attempts };
      const prepared = await prepareRestore(tenant.dependencies, containment, wish);
      if (prepared.kind === 'retry') return prepared;
      answered();
      if (prepared.kind === 'refused') return refusedBy(writeDetail(prepared.detail));
      const approval = await enterRestore(tenant.dependencies, containment, prepared);
      const { traceparent } = message;
      return announceRestore(tenant.dependencies, approval, { traceparent, attempts });
    },
  });
}

function refusedBy(message: string): Asked {
  return { kind: 'refused', issue: { path: 'restore', message } };
}
