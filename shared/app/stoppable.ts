import type { RevocationCall, Revoker, Revokers } from '../ports/revoker';
import type { Dependencies } from './dependencies';

/** While a call waits, the switch is looked at so often, in ms. */
const LOOK_EVERY_MS = 1_000;

/**
 * The revokers, each stopped by the emergency switch: it is asked in the moment before a call is made, and looked at while
 * the call waits, so that what it says then is not what it said when the wait began.
 */
export function stoppable({
  revokers: { graph, sharePoint },
  emergencySwitch,
  clock,
}: Pick<Dependencies, 'revokers' | 'emergencySwitch' | 'clock'>): Revokers {
  const stopped = (revoker: Revoker): Revoker => ({
    pausedForMs: () => revoker.pausedForMs(),
    async revoke(user, call) {
      const end = clock.every(LOOK_EVERY_MS, () => emergencySwitch.mayRevoke());
      try {
        return await revoker.revoke(user, stoppedBy(emergencySwitch, call));
      } finally {
        end();
      }
    },
  });
  return { graph: stopped(graph), ...(sharePoint && { sharePoint: stopped(sharePoint) }) };
}

/** A call that is not made while the emergency switch has stopped the app. */
export function stoppedBy(
  emergencySwitch: Dependencies['emergencySwitch'],
  call: RevocationCall,
): RevocationCall {
  return { ...call, mayCall: () => emergencySwitch.mayRevoke() && call.mayCall() };
}
