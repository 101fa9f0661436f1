import type { LimitState } from '../../core/limit';
import { countUser } from '../../core/limit';
import type { EntryKey } from '../../core/ids';
import { limitKey, limitUser } from '../../core/ids';
import type { LimitStore } from '../../ports/ledger';
import { Unavailable } from '../../ports/unavailable';
import { limitColumns } from './entry-columns';
import type { TableEntities } from './table-entities';

/** A write fails only because another one succeeded: this many failures in a row are a fault. */
const MAX_TRIES = 100;

interface Stored {
  readonly state: LimitState;
  /** Absent when nobody has been counted yet. */
  readonly version?: string;
}

/** The limit's count as one entity per tenant, changed on condition of its version. */
export function tableLimit(entities: TableEntities): LimitStore {
  // One writer at a time in each process, so that only processes compete.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  return {
    tryCount: ({ tenantId, userId, brake, now }) =>
      inTurn(async () => {
        const key = limitKey(tenantId);
        for (let tries = 0; tries < MAX_TRIES; tries++) {
          const { state, version } = await read(entities, key);
          const { answer, next } = countUser(state, limitUser(tenantId, userId), brake, now);
          if (!next || (await write(entities, key, version, next))) return answer;
        }
        throw new Unavailable('ledger', new Error('Cannot write the count of the limit.'));
      }),
    hasCapacity: async ({ tenantId, userId, brake, now }) => {
      const { state } = await read(entities, limitKey(tenantId));
      return countUser(state, limitUser(tenantId, userId), brake, now).answer.kind === 'counted';
    },
  };
}

async function read(entities: TableEntities, key: EntryKey): Promise<Stored> {
  const found = await entities.find(key);
  return found
    ? { state: limitColumns.read(found.columns), version: found.version }
    : { state: { counted: [] } };
}

/** Returns false when another process has written in between. */
async function write(
  entities: TableEntities,
  key: EntryKey,
  version: string | undefined,
  state: LimitState,
): Promise<boolean> {
  const columns = limitColumns.write(state);
  const answer =
    version === undefined
      ? await entities.insert(key, columns)
      : await entities.replace(key, version, columns);
  return answer.kind === 'done';
}
