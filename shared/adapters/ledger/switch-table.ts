import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import { storedId } from '../../core/ids';
import type { SwitchChange, SwitchSetting } from '../../core/switch-change';
import { MAX_BY_LENGTH, MAX_REASON_LENGTH, switchStates, switchText } from '../../core/switch-change';
import type { SwitchRow, SwitchStore } from '../../ports/switch-store';
import { Unavailable } from '../../ports/unavailable';
import { tableCall } from './table-call';

/** The table of the emergency switch, in the account of the ledger. Operators may write it, and no deployment does. */
export const SWITCH_TABLE = 'RevocationSwitch';
const KEY = { partitionKey: 'switch', rowKey: 'revocation' } as const;

// Somebody may write the row by hand: a state alone must do to stop.
const row = z.object({
  etag: z.string(),
  timestamp: z.string(),
  state: z
    .string()
    .transform((state) => state.trim().toLowerCase())
    .pipe(z.enum(switchStates)),
  by: z
    .unknown()
    .optional()
    .transform((by) => switchText(by, MAX_BY_LENGTH)),
  reason: z
    .unknown()
    .optional()
    .transform((reason) => switchText(reason, MAX_REASON_LENGTH)),
});

/** The emergency switch in a table of its own, which the first setting creates where it may. */
export function switchTable(table: TableClient): SwitchStore {
  return {
    read: () => readRow(table),
    async set(setting) {
      const write = () =>
        tableCall((options) => table.upsertEntity({ ...KEY, ...columnsOf(setting) }, 'Replace', options));
      const written = await write();
      if (written.kind === 'notApplied') {
        await tableCall((options) => table.createTable(options));
        await write();
      }
      return changeAfter(table);
    },
    async replace({ id }, setting) {
      const written = await tableCall((options) =>
        table.updateEntity({ ...KEY, ...columnsOf(setting) }, 'Replace', { ...options, etag: id }),
      );
      return written.kind === 'done' ? changeAfter(table) : undefined;
    },
  };
}

function columnsOf({ state, by, reason }: SwitchSetting): SwitchSetting {
  return { state, by: switchText(by, MAX_BY_LENGTH), reason: switchText(reason, MAX_REASON_LENGTH) };
}

async function readRow(table: TableClient): Promise<SwitchRow> {
  const read = await tableCall((options) => table.getEntity(KEY.partitionKey, KEY.rowKey, options));
  if (read.kind === 'notApplied') return { kind: 'unset' };
  const parsed = row.safeParse(read.value);
  if (!parsed.success) return { kind: 'malformed' };
  const { etag, timestamp, ...setting } = parsed.data;
  return { kind: 'set', change: { ...setting, id: storedId(etag), at: new Date(timestamp).toISOString() } };
}

/** What a write has led to; somebody else may have written since. */
async function changeAfter(table: TableClient): Promise<SwitchChange> {
  const after = await readRow(table);
  if (after.kind === 'set') return after.change;
  throw new Unavailable('switch', new Error('The row was changed in between.'));
}
