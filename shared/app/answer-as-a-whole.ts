import type { RequestIdentity } from '../core/ledger-key';
import { outcomeKey } from '../core/ledger-key';
import type { Outcome } from '../core/outcome';
import { answerOnce } from './answer-once';
import type { Dependencies } from './dependencies';
import type { Ending } from './ending';
import type { IncomingMessage } from './incoming-message';
import { enterMessage } from './open-request';
import { rejectMessage } from './reject-message';

/** What an outcome that answers a message as a whole is made of. */
export interface Whole {
  readonly identity: RequestIdentity;
  readonly receivedAt: Date;
  readonly completedAt: Date;
}

/** Answers a message by one outcome, or rejects it where its id was used by another. */
export async function answerAsAWhole(
  dependencies: Dependencies,
  message: IncomingMessage,
  { requestId, receivedAt }: { readonly requestId: string; readonly receivedAt: Date },
  outcome: (whole: Whole) => Outcome,
): Promise<Ending> {
  const entered = await enterMessage(dependencies, message, requestId);
  if (entered.kind === 'otherBody') {
    return rejectMessage(dependencies, message, { requestId, receivedAt, issues: [entered.issue] });
  }
  const { identity, partition } = entered;
  return answerOnce(dependencies, {
    key: outcomeKey(partition),
    traceparent: message.traceparent,
    work: () => Promise.resolve(outcome({ identity, receivedAt, completedAt: dependencies.clock.now() })),
  });
}
