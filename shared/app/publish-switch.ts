import { switchEventKey } from '../core/ids';
import type { SwitchChange } from '../core/switch-change';
import { serviceMessage } from '../messages/service-message';
import type { Dependencies } from './dependencies';
import { publishEventOnce } from './publish-event';

/**
 * Publishes a change of the emergency switch, once for all processes that see it: it is recorded in the ledger before. One
 * that is older than the ledger keeps records is not published (again).
 *
 * @throws Unavailable when the ledger or the topic is; the next try publishes what is recorded by then
 */
export async function publishSwitchChange(dependencies: Dependencies, change: SwitchChange): Promise<void> {
  const { clock, ledger, locale, policy } = dependencies;
  const { tenantId, recordRetentionMs } = policy;
  if (clock.now().getTime() - Date.parse(change.at) >= recordRetentionMs) return;
  const { state } = change;
  // If another process is about to publish it and dies, the timer finds the record or the end of the lease.
  await publishEventOnce(dependencies, {
    store: ledger.switchChanges,
    key: switchEventKey(change.id),
    message: () => serviceMessage(tenantId, change, locale),
    event: () => ({ kind: 'switchChanged', tenantId, state }),
  });
}

/** Publishes a change without being waited for. If it fails, the timer repeats it. */
export function publishBeside(dependencies: Dependencies, change: SwitchChange): void {
  publishSwitchChange(dependencies, change).catch(() => undefined);
}

/** Publishes the last change of the switch, if that has not been done. */
export async function watchSwitch(dependencies: Dependencies): Promise<void> {
  const change = await dependencies.emergencySwitch.lastChange();
  if (change) await publishSwitchChange(dependencies, change);
}
