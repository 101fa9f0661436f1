import type { SwitchChangeId } from '../../core/ids';
import { storedId } from '../../core/ids';
import type { SwitchChange } from '../../core/switch-change';
import type { SwitchStore } from '../../ports/switch-store';
import type { SwitchRecord } from '../records';
import type { SwitchService } from '../service';

/** The row of the emergency switch itself. */
export function directSwitch(connect: () => Promise<SwitchStore>): SwitchService {
  return {
    read: async () => {
      const row = await (await connect()).read();
      if (row.kind === 'malformed') return 'malformed';
      return row.kind === 'unset' ? undefined : { ...row.change };
    },
    stop: async (setting) => ({ ...(await (await connect()).set({ state: 'stopped', ...setting })) }),
    resume: async (shown, setting) => {
      const store = await connect();
      const change = await store.replace(changeOf(shown), { state: 'running', ...setting });
      return change && { ...change };
    },
  };
}

function changeOf({ id = '', state, by = '', reason = '', at = '' }: SwitchRecord): SwitchChange {
  return { id: storedId<SwitchChangeId>(id), state, by, reason, at };
}
