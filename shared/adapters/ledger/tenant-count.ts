import { setImmediate } from 'node:timers/promises';
import type { EntryKey } from '../../core/ids';
import type { LimitState } from '../../core/limit';
import { Unavailable } from '../../ports/unavailable';
import type { Applied, CountStep } from './count-steps';
import { applySteps, isDated, isRefused } from './count-steps';
import { limitColumns } from './limit-columns';
import type { TableEntities } from './table-entities';

/** A write fails only because another one succeeded: this many failures in a row are a fault. */
const MAX_TRIES = 100;
/** The process does nothing else while it applies steps, each of which takes about 1 ms if 10,000 users are counted. */
const MAX_STEPS_PER_WRITE = 100;
/** Places that were dated so much earlier, in ms, than the answer to their write are dated again. */
const MAX_TIME_BEHIND_MS = 30_000;

/** The count of one tenant. */
export interface TenantCount {
  /** Applies a step, and resolves when the state that follows is stored. */
  take(step: CountStep): Promise<Applied>;
  /** The state as it is stored now. */
  read(): Promise<LimitState>;
}

interface Stored {
  readonly state: LimitState;
  /** Absent when nobody has been counted yet. */
  readonly version?: string;
}

interface Waiting {
  readonly step: CountStep;
  readonly taken: PromiseWithResolvers<Applied>;
}

/**
 * The count of one tenant as one entity, changed on condition of its version. One write applies the steps that wait in this
 * process, to the state that it has written last: nothing is read while no other process writes.
 */
export function tenantCount(entities: TableEntities, key: EntryKey): TenantCount {
  const change = changesOf(entities, key);
  const waiting: Waiting[] = [];
  let isWriting = false;
  const writeAll = async (): Promise<void> => {
    isWriting = true;
    // What came in with the same read of a socket goes out with the same write.
    await setImmediate();
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_STEPS_PER_WRITE);
      try {
        const applied = await change(batch.map(({ step }) => step));
        for (const [n, { taken }] of batch.entries()) taken.resolve(applied[n] ?? {});
      } catch (failure) {
        for (const { taken } of batch) taken.reject(failure);
      }
    }
    isWriting = false;
  };
  return {
    take(step) {
      const taken = Promise.withResolvers<Applied>();
      waiting.push({ step, taken });
      if (!isWriting) void writeAll();
      return taken.promise;
    },
    read: async () => (await read(entities, key)).state,
  };
}

/**
 * Applies steps to the stored state by one write, one batch after the other. Only a state that was read for them may refuse
 * one: another process may have given places back, and the time that was heard last may be long ago.
 */
function changesOf(
  entities: TableEntities,
  key: EntryKey,
): (steps: readonly CountStep[]) => Promise<readonly Applied[]> {
  const { time } = entities;
  /** What this process has written last, unless other processes write as well. */
  let known: Stored | undefined;
  let lastVersion: string | undefined;
  return async (steps) => {
    let isAlone = true;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const reused = steps.every((step) => isDated(step, time)) ? known : undefined;
      known = undefined;
      const { state, version } = reused ?? (await read(entities, key));
      if (lastVersion !== undefined && version !== lastVersion) isAlone = false;
      const datedMs = time.latest();
      const { applied, next } = applySteps(state, steps, time);
      if (reused && applied.some(isRefused)) continue;
      if (next === state) return applied;
      const written = await write(entities, key, version, next);
      if (written === undefined) {
        isAlone = false;
        continue;
      }
      lastVersion = written;
      if (isAlone) known = { state: next, version: written };
      const isBehind = (time.latest() ?? 0) - (datedMs ?? 0) > MAX_TIME_BEHIND_MS;
      if (!reused || !isBehind) return applied;
    }
    throw new Unavailable('ledger', new Error('Cannot write the count of the limit.'));
  };
}

async function read(entities: TableEntities, key: EntryKey): Promise<Stored> {
  const found = await entities.find(key);
  return found
    ? { state: limitColumns.read(found.columns), version: found.version }
    : { state: { counted: [] } };
}

/** Returns the new version; undefined when another process has written in between. */
async function write(
  entities: TableEntities,
  key: EntryKey,
  version: string | undefined,
  state: LimitState,
): Promise<string | undefined> {
  const columns = limitColumns.write(state);
  const answer =
    version === undefined
      ? await entities.insert(key, columns)
      : await entities.replace(key, version, columns);
  return answer.kind === 'done' ? answer.value : undefined;
}
