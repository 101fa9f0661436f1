import { storedId } from '../../core/ids';
import type { SwitchChange, SwitchSetting } from '../../core/switch-change';
import type { Clock } from '../../ports/clock';
import type { SwitchStore } from '../../ports/switch-store';

/** The emergency switch in the memory of one process: no other program can set it. */
export function inMemorySwitch(clock: Pick<Clock, 'now'>): SwitchStore {
  let last: SwitchChange | undefined;
  let changes = 0;
  const set = (setting: SwitchSetting): SwitchChange => {
    last = { ...setting, id: storedId(String(++changes)), at: clock.now().toISOString() };
    return last;
  };
  return {
    read: () => Promise.resolve(last ? { kind: 'set', change: last } : { kind: 'unset' }),
    set: (setting) => Promise.resolve(set(setting)),
    replace: (found, setting) => Promise.resolve(found.id === last?.id ? set(setting) : undefined),
  };
}
