import type { CallLane } from '../core/lane';
import type { RequestAge } from '../core/request-age';
import type { RevocationCall } from '../ports/revoker';

/** A request whose user is begun so many ms after it came had others before it, and may have others behind it. */
const BACKLOG_MS = 4_000;

/** The lane of what is done to a user after the first write: the next one. */
const NEXT_LANE: Readonly<Record<CallLane, CallLane>> = {
  urgent: 'ordinary',
  ordinary: 'later',
  later: 'later',
};

/** A call that follows the first write to a user: it gives way to the first writes of others. */
export function laterCall(call: RevocationCall): RevocationCall {
  return { ...call, lane: NEXT_LANE[call.lane ?? 'ordinary'] };
}

/**
 * The same in the try that makes the first write. While there is a backlog, a call that has no turn at once is left to a later try: the next
 * user is begun in place of waiting. An urgent request gives way only then, and has its turns waited for.
 */
export function laterCallNow(
  call: RevocationCall,
  { since }: Pick<RequestAge, 'since'>,
  now: Date,
): RevocationCall {
  const hasBacklog = now.getTime() - since.getTime() >= BACKLOG_MS;
  if (call.lane === 'urgent') return hasBacklog ? laterCall(call) : call;
  return { ...laterCall(call), ...(hasBacklog && { maxTurnMs: 0 }) };
}
