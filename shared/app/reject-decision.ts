import type { Reading } from '../alerts/reading';
import type { Dependencies } from './dependencies';
import type { Ending } from './ending';
import type { IncomingMessage } from './incoming-message';
import { rejectMessage } from './reject-message';

/** A decision as it came. */
export interface DecisionInProgress {
  readonly message: IncomingMessage;
  readonly reading: Extract<Reading, { kind: 'decision' }>;
  readonly receivedAt: Date;
}

/** Answers a decision that cannot be taken for one. */
export async function rejectDecision(
  dependencies: Dependencies,
  { message, reading: { requestId }, receivedAt }: DecisionInProgress,
  path: string,
  why: string,
): Promise<readonly Ending[]> {
  const issues = [{ path, message: why }];
  return [await rejectMessage(dependencies, message, { requestId, receivedAt, issues })];
}
