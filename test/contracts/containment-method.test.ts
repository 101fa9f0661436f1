import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContainmentChange } from '../../shared/core/containment';
import type { ContainmentTarget } from '../../shared/ports/containment-method';
import type { ContainmentSide } from './containment-side';
import { containmentSides } from './containment-sides';

/** What a call has noted, and how it may go on. */
function noting({ mayNote = true, mayCall = true } = {}) {
  const noted: ContainmentChange[] = [];
  return {
    noted,
    call: {
      mayCall: () => mayCall,
      share: ['queue', 'request-1', 'user-1'],
      note: (changes: readonly ContainmentChange[]) => {
        if (mayNote) noted.push(...changes);
        return Promise.resolve(mayNote);
      },
    },
  };
}

const itemsOf = (changes: readonly ContainmentChange[]): readonly string[] =>
  changes.map(({ item: { kind, id } }) => `${kind} ${id}`).toSorted();

describe.each(containmentSides)('%s: a step of a containment', (_name, start) => {
  let side: ContainmentSide;
  beforeEach(async () => {
    side = await start();
  });
  afterEach(() => side.stop());
  const targetOf = (noted: readonly ContainmentChange[] = []): ContainmentTarget => {
    const { user, firstSeenAt } = side;
    return { user, firstSeenAt, noted };
  };
  /** Contains, and returns what was noted with the states that the answer gives. */
  async function contained(): Promise<readonly ContainmentChange[]> {
    const { call } = noting();
    const answer = await side.method.contain(targetOf(), call);
    expect(answer.kind).toBe('contained');
    return answer.changed;
  }

  it('foresees what it would change, and changes nothing', async () => {
    const before = await side.state();
    const foreseen = await side.method.foresee(targetOf());
    expect(await side.state()).toEqual(before);
    if (foreseen.kind !== 'foreseen') throw new Error('It has foreseen nothing.');
    expect(foreseen.changes.length).toBeGreaterThan(0);
    expect(foreseen.changes.every(({ state }) => state === 'intended')).toBe(true);
    expect(itemsOf(await contained())).toEqual(itemsOf(foreseen.changes));
  });
  it('notes each change before it makes it, and answers with all of them as made', async () => {
    const before = await side.state();
    const { call, noted } = noting();
    const states: unknown[] = [];
    const answer = await side.method.contain(targetOf(), {
      ...call,
      note: async (changes) => {
        states.push(await side.state());
        return call.note(changes);
      },
    });
    expect(states[0]).toEqual(before);
    expect(answer).toMatchObject({ kind: 'contained' });
    expect(answer.changed.every(({ state }) => state === 'made')).toBe(true);
    expect(itemsOf(answer.changed)).toEqual(itemsOf(noted));
    expect(noted.every(({ state }) => state === 'intended')).toBe(true);
    expect(await side.state()).not.toEqual(before);
  });
  it('changes nothing that it may not note, and fails as one that may be called again', async () => {
    const before = await side.state();
    const answer = await side.method.contain(targetOf(), noting({ mayNote: false }).call);
    expect(answer).toMatchObject({ kind: 'failed', failure: { kind: 'leaseEnded' } });
    expect(await side.state()).toEqual(before);
  });
  it('changes nothing when it may not call', async () => {
    const before = await side.state();
    const answer = await side.method.contain(targetOf(), noting({ mayCall: false }).call);
    expect(answer).toMatchObject({ kind: 'failed', failure: { kind: 'leaseEnded' } });
    expect(await side.state()).toEqual(before);
  });
  it('counts what an earlier call has noted and made as its own, and changes nothing more', async () => {
    const first = await contained();
    const after = await side.state();
    const { call, noted } = noting();
    const interrupted = first.map((change) => ({ ...change, state: 'intended' as const }));
    const answer = await side.method.contain(targetOf(interrupted), call);
    expect(answer).toMatchObject({ kind: 'contained' });
    expect(itemsOf(answer.changed)).toEqual(itemsOf(first));
    expect(answer.changed.every(({ state }) => state === 'made')).toBe(true);
    // What is done again is noted again, so that nothing is changed while it is being undone.
    expect(itemsOf(first)).toEqual(expect.arrayContaining([...itemsOf(noted)]));
    expect(await side.state()).toEqual(after);
  });
  it('leaves what is as it would make it already, and claims none of it', async () => {
    await contained();
    const after = await side.state();
    const { call, noted } = noting();
    const answer = await side.method.contain(targetOf(), call);
    expect(answer).toMatchObject({ kind: 'unchanged', changed: [] });
    expect(noted).toEqual([]);
    expect(await side.state()).toEqual(after);
  });
  it('brings back what it has changed, unless that is final', async () => {
    const before = await side.state();
    const changes = await contained();
    const after = await side.state();
    const answer = await side.method.restore(targetOf(changes), changes, noting().call);
    if (side.isFinal) {
      expect(changes.every(({ isFinal }) => isFinal)).toBe(true);
      expect(answer).toMatchObject({ kind: 'unchanged' });
      return expect(await side.state()).toEqual(after);
    }
    expect(answer).toMatchObject({ kind: 'restored' });
    expect(answer.changed.every(({ state }) => state === 'restored')).toBe(true);
    expect(await side.state()).toEqual(before);
    const again = await side.method.restore(targetOf(changes), answer.changed, noting().call);
    expect(again).toMatchObject({ kind: 'unchanged' });
  });
  it('does not bring back what somebody else has brought back', async () => {
    const { bringBackByOther } = side;
    if (!bringBackByOther || side.isFinal) return;
    const changes = await contained();
    await bringBackByOther();
    const before = await side.state();
    const answer = await side.method.restore(targetOf(changes), changes, noting().call);
    expect(answer).toMatchObject({ kind: 'unchanged' });
    expect(answer.changed.every(({ state }) => state === 'notOurs')).toBe(true);
    expect(await side.state()).toEqual(before);
  });
  it('counts what is back as its own where an earlier try may have brought it back', async () => {
    const { bringBackByOther } = side;
    if (!bringBackByOther || side.isFinal) return;
    const changes = await contained();
    await bringBackByOther();
    const call = { ...noting().call, isRepeated: true };
    const answer = await side.method.restore(targetOf(changes), changes, call);
    expect(answer).toMatchObject({ kind: 'restored' });
    expect(answer.changed.every(({ state }) => state === 'restored')).toBe(true);
  });
  it('brings back nothing when it may not call', async () => {
    if (side.isFinal) return;
    const changes = await contained();
    const after = await side.state();
    const answer = await side.method.restore(targetOf(changes), changes, noting({ mayCall: false }).call);
    expect(answer).toMatchObject({ kind: 'failed', failure: { kind: 'leaseEnded' } });
    expect(await side.state()).toEqual(after);
  });
});
