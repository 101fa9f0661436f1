import type { EntryKey } from '../../core/ids';
import { limitKey } from '../../core/ids';
import type { LimitState, LimitStep } from '../../core/limit';
import { confirmPlace, releasePlace, reservePlace } from '../../core/limit';
import type { Brake } from '../../core/policy';
import type { LimitStore, LimitUse } from '../../ports/ledger';
import { Unavailable } from '../../ports/unavailable';
import { limitColumns } from './limit-columns';
import { placeRequest } from './place-request';
import type { TableEntities } from './table-entities';

/** A write fails only because another one succeeded: this many failures in a row are a fault. */
const MAX_TRIES = 100;
/**
 * So much less, in ms, may have passed between two answers than their times say: a `Date` has whole seconds (RFC 9110,
 * section 5.6.7), and the servers of a store, which keep it for a moment, differ by less than another second.
 */
const MAX_OVERSTATED_MS = 2000;

interface Stored {
  readonly state: LimitState;
  /** By the clock of table storage. */
  readonly now: Date;
  /** Absent when nobody has been counted yet. */
  readonly version?: string;
}

/** The limit's count as one entity per tenant, changed on condition of its version. */
export function tableLimit(entities: TableEntities): LimitStore {
  // One writer at a time in each process, so that only processes compete.
  let turn: Promise<unknown> = Promise.resolve();
  const change = <Step extends Pick<LimitStep, 'next'>>(
    use: LimitUse,
    step: (stored: Stored) => Step,
  ): Promise<Step> => {
    const mine = turn.then(() => changed(entities, limitKey(use.tenantId), use.now, step));
    turn = mine.catch(() => undefined);
    return mine;
  };
  const reserved = (use: LimitUse, { state, now }: Stored): LimitStep =>
    reservePlace(state, placeRequest(use), lengthened(use.brake), now);
  return {
    reserve: async (use) => (await change(use, (stored) => reserved(use, stored))).answer,
    preview: async (use) => reserved(use, await read(entities, limitKey(use.tenantId), use.now)).answer,
    confirm: async (use) => {
      await change(use, ({ state, now }) => ({ next: confirmPlace(state, placeRequest(use), now) }));
    },
    release: async (use) => {
      await change(use, ({ state }) => ({ next: releasePlace(state, placeRequest(use)) }));
    },
  };
}

/** With a window that is never shorter than the brake's by any other clock. */
function lengthened(brake: Brake): Brake {
  return { ...brake, windowMs: brake.windowMs + MAX_OVERSTATED_MS };
}

/** Reads the state, and writes the next one; again if another process has written in between. */
async function changed<Step extends Pick<LimitStep, 'next'>>(
  entities: TableEntities,
  key: EntryKey,
  fallback: Date,
  step: (stored: Stored) => Step,
): Promise<Step> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const stored = await read(entities, key, fallback);
    const taken = step(stored);
    if (!taken.next || (await write(entities, key, stored.version, taken.next))) return taken;
  }
  throw new Unavailable('ledger', new Error('Cannot write the count of the limit.'));
}

async function read(entities: TableEntities, key: EntryKey, fallback: Date): Promise<Stored> {
  const { found, at = fallback } = await entities.findAt(key);
  return found
    ? { state: limitColumns.read(found.columns), now: at, version: found.version }
    : { state: { counted: [] }, now: at };
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
