import { outcomeKey } from '../core/ledger-key';
import { nothingToDo } from '../core/nothing-to-do';
import type { Reading } from '../intake/reading';
import { answerOnce } from './answer-once';
import type { Dependencies } from './dependencies';
import type { Ending } from './ending';
import type { IncomingMessage } from './incoming-message';
import { enterMessage } from './open-request';
import { rejectMessage } from './reject-message';

/** Answers an alert that asks for nobody to be signed out: that it was seen belongs into the audit as well. */
export async function tellNothingToDo(
  dependencies: Dependencies,
  message: IncomingMessage,
  reading: Extract<Reading, { kind: 'nothingToDo' }>,
  receivedAt: Date,
): Promise<Ending> {
  const { policy, clock } = dependencies;
  const { requestId, alert, reason } = reading;
  const entered = await enterMessage(dependencies, message, requestId);
  if (entered.kind === 'otherBody') {
    return rejectMessage(dependencies, message, { requestId, receivedAt, issues: [entered.issue] });
  }
  const { identity, partition } = entered;
  return answerOnce(dependencies, {
    key: outcomeKey(partition),
    traceparent: message.traceparent,
    work: () =>
      Promise.resolve(
        nothingToDo({
          identity,
          mode: policy.mode,
          alert,
          reason,
          receivedAt,
          completedAt: clock.now(),
        }),
      ),
  });
}
