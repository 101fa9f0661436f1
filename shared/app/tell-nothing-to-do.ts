import { nothingToDo } from '../core/nothing-to-do';
import type { Alert } from '../core/request';
import { reasonText } from '../messages/reason-text';
import { answerAsAWhole } from './answer-as-a-whole';
import type { Dependencies } from './dependencies';
import type { Ending } from './ending';
import type { IncomingMessage } from './incoming-message';

/** Answers what asks for nobody to be signed out: that it was seen belongs into the audit as well. */
export function tellNothingToDo(
  dependencies: Dependencies,
  message: IncomingMessage,
  why: { readonly requestId: string; readonly alert: Alert; readonly reason: string },
  receivedAt: Date,
): Promise<Ending> {
  const { requestId, alert, reason } = why;
  const { mode } = dependencies.policy;
  return answerAsAWhole(dependencies, message, { requestId, receivedAt }, (whole) =>
    nothingToDo({ ...whole, mode, alert, reason: reasonText(reason) }),
  );
}
