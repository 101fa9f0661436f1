import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { HOLD_MS, READ_AGAIN_MS, emergencySwitch } from '../../shared/app/emergency-switch';
import type { SwitchChangeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { SwitchChange } from '../../shared/core/switch-change';
import type { SwitchRow } from '../../shared/ports/switch-store';
import { Unavailable } from '../../shared/ports/unavailable';
import { fixedClock } from '../support/fixed-clock';

/** A row that others change, whose readings may fail or be answered late. */
function aRow(clock: ReturnType<typeof fixedClock>) {
  let row: SwitchRow = { kind: 'unset' };
  let mode: 'answers' | 'hangs' | 'fails' = 'answers';
  let changes = 0;
  let reads = 0;
  const hanging: (() => void)[] = [];
  return {
    set: (state: SwitchChange['state']) => {
      const id = storedId<SwitchChangeId>(String(++changes));
      const at = clock.now().toISOString();
      row = { kind: 'set', change: { id, state, by: 'lead', reason: 'Drill', at } };
    },
    damage: () => {
      row = { kind: 'malformed' };
    },
    become: (next: typeof mode) => {
      mode = next;
      if (next === 'answers') for (const answer of hanging.splice(0)) answer();
    },
    reads: () => reads,
    read: async (): Promise<SwitchRow> => {
      reads++;
      const found = row;
      if (mode === 'fails') throw new Unavailable('ledger', undefined);
      if (mode === 'hangs') await new Promise<void>((resolve) => hanging.push(resolve));
      return found;
    },
  };
}

function aSwitch() {
  const clock = fixedClock();
  const row = aRow(clock);
  const seen: SwitchChange[] = [];
  return { clock, row, seen, stops: emergencySwitch(row, clock, (change) => seen.push(change)) };
}

describe('the emergency switch', () => {
  it('is read once for callers at the same time, and again when it is some seconds old', async () => {
    const { clock, row, stops } = aSwitch();
    await Promise.all([stops.lastChange(), stops.lastChange(), stops.lastChange()]);
    expect(row.reads()).toBe(1);
    clock.advance(READ_AGAIN_MS);
    await stops.lastChange();
    expect(row.reads()).toBe(1);
    clock.advance(1);
    await stops.lastChange();
    expect(row.reads()).toBe(2);
  });
  it('lets nobody be signed out before it was read', async () => {
    const { stops } = aSwitch();
    expect(stops.mayRevoke()).toBe(false);
    await stops.lastChange();
    expect(stops.mayRevoke()).toBe(true);
  });
  it('cannot be known by a process that has never read it', async () => {
    const { row, stops } = aSwitch();
    row.become('fails');
    await expect(stops.lastChange()).rejects.toMatchObject({ name: 'Unavailable', what: 'switch' });
  });
  it.each([
    ['cannot be read', (row: ReturnType<typeof aRow>) => row.become('fails')],
    ['is malformed', (row: ReturnType<typeof aRow>) => row.damage()],
  ])('says what it said last for a minute while its row %s', async (_what, spoil) => {
    const { clock, row, stops } = aSwitch();
    row.set('stopped');
    await stops.lastChange();
    spoil(row);
    clock.advance(HOLD_MS);
    expect(await stops.lastChange()).toMatchObject({ state: 'stopped' });
    clock.advance(1);
    await expect(stops.lastChange()).rejects.toBeInstanceOf(Unavailable);
    expect(stops.mayRevoke()).toBe(false);
  });
  it('lets nobody be signed out by what was read more than a minute ago', async () => {
    const { clock, row, stops } = aSwitch();
    await stops.lastChange();
    row.become('fails');
    clock.advance(HOLD_MS);
    expect(stops.mayRevoke()).toBe(true);
    clock.advance(1);
    expect(stops.mayRevoke()).toBe(false);
  });
  it('is as old as the beginning of its reading: an answer that comes a minute late says nothing', async () => {
    const { clock, row, stops } = aSwitch();
    row.become('hangs');
    const asked = stops.lastChange();
    row.set('stopped');
    clock.advance(HOLD_MS + 1);
    row.become('answers');
    await expect(asked).rejects.toBeInstanceOf(Unavailable);
    expect(stops.mayRevoke()).toBe(false);
  });
  it('is not unavailable but faulty if its store throws anything else', async () => {
    const { clock, row } = aSwitch();
    const broken = emergencySwitch({ read: () => Promise.reject(new TypeError('A bug.')) }, clock);
    await expect(broken.lastChange()).rejects.toBeInstanceOf(TypeError);
    expect(broken.mayRevoke()).toBe(false);
    expect(row.reads()).toBe(0);
  });
  it('reports each change once, when it first sees it', async () => {
    const { clock, row, stops, seen } = aSwitch();
    for (const state of ['stopped', 'running', 'stopped'] as const) {
      row.set(state);
      for (let n = 0; n < 3; n++) {
        clock.advance(READ_AGAIN_MS + 1);
        await stops.lastChange();
      }
    }
    expect(seen.map(({ state }) => state)).toEqual(['stopped', 'running', 'stopped']);
  });
});

type Step =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'set'; readonly state: SwitchChange['state'] }
  | { readonly kind: 'row'; readonly becomes: 'answers' | 'hangs' | 'fails' }
  | { readonly kind: 'damage' | 'message' | 'call' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(70_000) }),
  fc.record({ kind: fc.constant('set' as const), state: fc.constantFrom('stopped', 'running') }),
  fc.record({ kind: fc.constant('row' as const), becomes: fc.constantFrom('answers', 'hangs', 'fails') }),
  fc.record({ kind: fc.constantFrom('damage' as const, 'message' as const, 'call' as const) }),
);

describe('whatever the order of readings, failures, changes and time', () => {
  it('nobody is signed out after a stop was seen, nor a minute after it was set, nor by what is older', () =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { clock, row, stops, seen } = aSwitch();
        /** When the row last began to say stopped, malformed or nothing that can be read. */
        let offSinceMs: number | undefined;
        let isReadable = true;
        const mayCall = (): void => {
          if (!stops.mayRevoke()) return;
          expect(seen.at(-1)?.state).not.toBe('stopped');
          expect(clock.monotonicMs() - (offSinceMs ?? clock.monotonicMs())).toBeLessThanOrEqual(HOLD_MS);
        };
        const open: Promise<unknown>[] = [];
        for (const one of steps) {
          if (one.kind === 'wait') clock.advance(one.ms);
          if (one.kind === 'set') {
            row.set(one.state);
            offSinceMs = one.state === 'stopped' ? (offSinceMs ?? clock.monotonicMs()) : undefined;
          }
          if (one.kind === 'damage') {
            row.damage();
            offSinceMs ??= clock.monotonicMs();
          }
          if (one.kind === 'row') {
            row.become(one.becomes);
            isReadable = one.becomes === 'answers';
          }
          if (one.kind === 'call') mayCall();
          if (one.kind === 'message') {
            const asked = stops.lastChange().then(
              () => mayCall(),
              (failure: unknown) => expect(failure).toBeInstanceOf(Unavailable),
            );
            open.push(asked);
            if (isReadable) await asked;
          }
          await settled();
        }
        row.become('answers');
        await Promise.all(open);
      }),
    ));
  it('it is known within seconds where the row can be read, and unknown a minute after it could be last', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(40_000), fc.boolean(), fc.boolean())), async (rounds) => {
        const { clock, row, stops } = aSwitch();
        let lastReadable: number | undefined;
        for (const [ms, isReadable, isStopped] of rounds) {
          clock.advance(ms);
          row.set(isStopped ? 'stopped' : 'running');
          row.become(isReadable ? 'answers' : 'fails');
          const before = row.reads();
          const known = await stops.lastChange().catch(() => 'unknown' as const);
          const now = clock.monotonicMs();
          if (isReadable && row.reads() > before) lastReadable = now;
          if (isReadable && row.reads() > before) {
            expect(known).toMatchObject({ state: isStopped ? 'stopped' : 'running' });
          }
          const isKnown = lastReadable !== undefined && now - lastReadable <= HOLD_MS;
          expect(known === 'unknown').toBe(!isKnown);
          if (isReadable) expect(now - (lastReadable ?? 0)).toBeLessThanOrEqual(READ_AGAIN_MS);
        }
      }),
    ));
});

/** Lets all that can be answered be answered. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
