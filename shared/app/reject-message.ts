import { outcomeKey, requestPartition } from '../core/ledger-key';
import type { Issue } from '../core/outcome';
import { reject } from '../core/reject';
import { payloadDigest } from '../messages/message-identity';
import { answerOnce } from './answer-once';
import type { Dependencies } from './dependencies';
import type { Ending } from './ending';
import type { IncomingMessage } from './incoming-message';
import { originalOf } from './incoming-message';
import { termOf } from './open-request';

/** Answers a message that is no request, or an item of it, as a whole. It is kept by whoever settles it. */
export async function rejectMessage(
  dependencies: Dependencies,
  message: IncomingMessage,
  why: {
    readonly requestId: string;
    readonly issues: readonly Issue[];
    readonly receivedAt: Date;
    /** Which one of a batch. */
    readonly item?: number;
  },
): Promise<Ending> {
  const { policy, clock, ledger } = dependencies;
  const { tenantId, mode } = policy;
  const { requestId, issues, receivedAt, item } = why;
  const { key } = originalOf(message);
  const messageKey = item === undefined ? key : `${key}.${String(item)}`;
  const partition = requestPartition({ tenantId, requestId: messageKey });
  await ledger.requests.enter(partition, payloadDigest(message.body), termOf(dependencies));
  return answerOnce(dependencies, {
    key: outcomeKey(partition),
    traceparent: message.traceparent,
    work: () =>
      Promise.resolve(
        reject({
          messageKey,
          requestId,
          tenantId,
          mode,
          issues,
          receivedAt,
          completedAt: clock.now(),
        }),
      ),
  });
}
