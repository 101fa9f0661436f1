import { compact } from '../core/compact';
import type { Detail } from '../core/detail';
import { outcomeKey, payloadDigest, requestPartition } from '../core/ids';
import type { Issue, Outcome } from '../core/outcome';
import type { MessageContext } from '../core/message-outcomes';
import { outcomeOfNothingToDo, outcomeOfRejection, outcomeOfUnread } from '../core/message-outcomes';
import type { Alert } from '../core/request';
import type { Answer } from './answer';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';
import { originalOf } from './incoming-message';
import { termOf } from './lease-terms';
import { registerMessage } from './register-request';
import { publishOnce } from './publish-once';

/** A message, or one item of a batch, that is answered as a whole. */
export interface MessageItem {
  readonly message: IncomingMessage;
  readonly requestId: string;
  readonly receivedAt: Date;
  /** The item's number in a batch. */
  readonly item?: number;
}

/** Answers a message by one outcome as a whole, or rejects it if its id was used by another one. */
export async function publishForMessage(
  dependencies: Dependencies,
  about: MessageItem,
  outcomeOf: (context: MessageContext) => Outcome,
): Promise<Answer> {
  const { message, requestId, receivedAt } = about;
  const registered = await registerMessage(dependencies, message, requestId);
  if (registered.kind === 'otherBody') return rejectMessage(dependencies, about, [registered.issue]);
  const { identity, partition } = registered;
  const { mode } = dependencies.policy;
  return publishOnce<never>(dependencies, {
    key: outcomeKey(partition),
    traceparent: message.traceparent,
    attempts: message.history.attempts,
    make: () =>
      Promise.resolve(outcomeOf({ identity, mode, receivedAt, completedAt: dependencies.clock.now() })),
  });
}

/** Answers an alert that asks for nobody to be signed out: the audit must show that it was read. */
export function publishNothingToDo(
  dependencies: Dependencies,
  about: MessageItem,
  { alert, detail }: { readonly alert: Alert; readonly detail: Detail },
): Promise<Answer> {
  return publishForMessage(dependencies, about, (context) => outcomeOfNothingToDo(context, alert, detail));
}

/** Answers a message, or one item of it, that is not a request. Settling the message keeps its original. */
export function rejectMessage(
  dependencies: Dependencies,
  about: MessageItem,
  issues: readonly Issue[],
): Promise<Answer> {
  return publishByKey(dependencies, about, (context, messageKey) =>
    outcomeOfRejection(context, messageKey, issues),
  );
}

/** Answers a message that was not read. Settling it keeps its original. */
export function publishUnread(dependencies: Dependencies, about: MessageItem, why: Detail): Promise<Answer> {
  return publishByKey(dependencies, about, (context, messageKey) =>
    outcomeOfUnread(context, messageKey, why),
  );
}

/** Publishes an outcome by the key of its message, since nothing in the message can be trusted to name it. */
async function publishByKey(
  dependencies: Dependencies,
  { message, requestId, receivedAt, item }: MessageItem,
  outcomeOf: (context: MessageContext, messageKey: string) => Outcome,
): Promise<Answer> {
  const { policy, clock, ledger } = dependencies;
  const { tenantId, mode } = policy;
  const { key } = originalOf(message);
  const messageKey = item === undefined ? key : `${key}.${String(item)}`;
  const { receivedBy } = message.history;
  const partition = requestPartition(compact({ tenantId, requestId: messageKey, receivedBy }));
  await ledger.requests.enter(partition, payloadDigest(message.body), termOf(dependencies));
  return publishOnce<never>(dependencies, {
    key: outcomeKey(partition),
    traceparent: message.traceparent,
    attempts: message.history.attempts,
    make: () => {
      const identity = compact({ tenantId, requestId, receivedBy });
      const context = { identity, mode, receivedAt, completedAt: clock.now() };
      return Promise.resolve(outcomeOf(context, messageKey));
    },
  });
}
