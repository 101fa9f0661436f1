import { switchEventKey } from '../core/ids';
import type { SwitchChange } from '../core/switch-change';
import { serviceMessage } from '../messages/service-message';
import type { Dependencies } from './dependencies';
import { publishFirst } from './publish-entry';
import { recordOnce } from './record-once';
import { startStopwatch } from './stopwatch';

/**
 * Publishes a change of the emergency switch, once for all processes that see it: it is recorded in the ledger before. One
 * that is older than the ledger keeps records is not published (again).
 *
 * @throws Unavailable when the ledger or the topic is; the next try publishes what is recorded by then
 */
export async function publishSwitchChange(dependencies: Dependencies, change: SwitchChange): Promise<void> {
  const { clock, ledger, locale, policy } = dependencies;
  const { tenantId, recordRetentionMs } = policy;
  const now = clock.now();
  if (now.getTime() - Date.parse(change.at) >= recordRetentionMs) return;
  const store = ledger.switchChanges;
  const key = switchEventKey(change.id);
  const recorded = await store.read(key, now);
  if (recorded && !recorded.awaitsPublication) return;
  const stopwatch = startStopwatch(clock);
  const publication = { store, key, traceparent: undefined, attempts: 0 };
  const done = await recordOnce(dependencies, {
    ...publication,
    stopwatch,
    make: () =>
      Promise.resolve({
        kind: 'made' as const,
        entry: { message: serviceMessage(tenantId, change, locale) },
      }),
  });
  // Another process is about to publish it; if it dies, the timer finds the record or the end of the lease.
  if (done.kind === 'retry' || (done.kind === 'found' && !done.entry.awaitsPublication)) return;
  const { state } = change;
  const event = () => ({ kind: 'switchChanged', tenantId, state }) as const;
  await publishFirst(dependencies, publication, done.entry, { event, stopwatch });
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
