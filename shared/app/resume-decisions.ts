import type { ApprovalId } from '../core/ids';
import { resumeMessageId } from '../core/ids';
import type { Dependencies } from './dependencies';
import { MAX_PARALLEL_MESSAGES, inParallel } from './in-parallel';
import { endOfWait } from './request-approval';

/** A decision that was recorded less than so many ms ago is being finished by the message that brought it. */
const BEING_FINISHED_MS = 5 * 60_000;

/**
 * Finds the decisions that are recorded and whose outcome is not on the topic, because the message that brought them was
 * lost, and has each finished. Returns how many.
 *
 * @throws Unavailable when the ledger or the request queue is
 */
export async function resumeDecisions({
  ledger,
  requestQueue,
  clock,
}: Pick<Dependencies, 'ledger' | 'requestQueue' | 'clock'>): Promise<number> {
  const now = clock.now();
  const lost: ApprovalId[] = [];
  for await (const { request, decision } of ledger.approvals.unfinished()) {
    if (Date.parse(decision.at) + BEING_FINISHED_MS <= now.getTime()) lost.push(request.id);
  }
  await inParallel(lost, MAX_PARALLEL_MESSAGES, (id) =>
    resumeDecision({ requestQueue }, id, now.toISOString()),
  );
  return lost.length;
}

/**
 * Sends the app a message that finishes the decision on a request for approval, whatever it is.
 *
 * @param trigger equal for two calls that need one message
 */
export async function resumeDecision(
  { requestQueue }: Pick<Dependencies, 'requestQueue'>,
  approval: ApprovalId,
  trigger: string,
): Promise<void> {
  await requestQueue.send({ id: resumeMessageId(approval, trigger), ...endOfWait(approval) });
}
