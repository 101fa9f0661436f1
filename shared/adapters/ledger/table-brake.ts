import type { BrakeState } from '../../core/brake';
import { takePlace } from '../../core/brake';
import type { EntryKey } from '../../core/ledger-key';
import { brakeUser, brakePartition } from '../../core/ledger-key';
import type { BrakeLedger } from '../../ports/ledger';
import { Unavailable } from '../../ports/ports';
import { brakeColumns } from './entry-columns';
import type { TableEntities } from './table-entities';

/** Each refused write means that another one got through: so many in a row mean that something is wrong. */
const MOST_TRIES = 100;

interface Standing {
  readonly state: BrakeState;
  /** Absent when nobody was ever counted. */
  readonly version?: string;
}

/** The brake's count as one entity per tenant, changed on condition of its version. */
export function tableBrake(entities: TableEntities): BrakeLedger {
  // One writer at a time in each process, so that only processes ever get in each other's way.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  return {
    take: ({ tenantId, userId, brake, now }) =>
      inTurn(async () => {
        const key = keyOf(tenantId);
        for (let tries = 0; tries < MOST_TRIES; tries++) {
          const { state, version } = await read(entities, key);
          const { answer, next } = takePlace(state, brakeUser(tenantId, userId), brake, now);
          if (!next || (await write(entities, key, version, next))) return answer;
        }
        throw new Unavailable('ledger', new Error('The count of the brake could not be written.'));
      }),
    hasRoom: async ({ tenantId, userId, brake, now }) => {
      const { state } = await read(entities, keyOf(tenantId));
      return takePlace(state, brakeUser(tenantId, userId), brake, now).answer.kind === 'free';
    },
  };
}

function keyOf(tenantId: string): EntryKey {
  return { partition: brakePartition(tenantId), row: 'brake' };
}

async function read(entities: TableEntities, key: EntryKey): Promise<Standing> {
  const found = await entities.find(key);
  return found
    ? { state: brakeColumns.read(found.columns), version: found.version }
    : { state: { counted: [] } };
}

/** Whether nobody else had written in between. */
async function write(
  entities: TableEntities,
  key: EntryKey,
  version: string | undefined,
  state: BrakeState,
): Promise<boolean> {
  const columns = brakeColumns.write(state);
  const answer =
    version === undefined
      ? await entities.insert(key, columns)
      : await entities.replace(key, version, columns);
  return answer.kind === 'done';
}
