import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareEvents } from '../../shared/app/compare-events';
import type { Finding } from '../../shared/core/seal/finding';
import { digestIndex } from '../../shared/core/seal/digest-index';
import { sha256 } from '../../shared/core/sha256';
import { expectEqual } from '../support/equal';
import { anEvent, sealing, verified } from '../support/sealing';

const segment = '2026-11-23.0001.ndjson';
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

async function compared(file: string): Promise<readonly Finding[]> {
  const { store, seal, clock } = sealing();
  for (const id of ['a', 'b', 'c']) await seal(anEvent(id, 'text'));
  const findings: Finding[] = [];
  const stream = async function* () {
    yield await Promise.resolve(Buffer.from(file));
  };
  const { onEvent, end } = await compareEvents(stream, (finding) => void findings.push(finding));
  expect((await verified(store, { now: clock.now(), onEvent })).findings).toEqual([]);
  await end();
  return findings;
}
const lines = (...events: readonly (Uint8Array | string)[]): string =>
  events.map((event) => (typeof event === 'string' ? event : textOf(event))).join('\n');

describe('events of a file', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => textOf(anEvent(id, 'text')));
  it('are as they were sealed, in any order and however a tool has written them', async () => {
    expect(await compared(lines(c ?? '', a ?? '', b ?? '', ''))).toEqual([]);
    const rewritten = JSON.stringify({
      data: { text: 'text' },
      type: 'io.github.session-revoker.outcome.v1',
      id: 'a',
      specversion: '1.0',
    });
    expect(await compared(lines(rewritten.replaceAll(':', ': '), b ?? '', c ?? ''))).toEqual([]);
  });
  it('are found that were changed, that are not sealed, and those that the file lacks', async () => {
    const file = lines(anEvent('a', 'other'), b ?? '', anEvent('x'), 'no event');
    expect(await compared(file)).toEqual([
      { kind: 'notAnEvent', line: 4 },
      { kind: 'notInFile', id: 'c', place: { segment, line: 6 } },
      { kind: 'notAsSealed', id: 'a', line: 1 },
      { kind: 'notSealed', id: 'x', line: 3 },
    ]);
  });
  it('are found that have an id again with another content', async () => {
    expect(await compared(lines(a ?? '', b ?? '', c ?? '', c ?? '', anEvent('b', 'other')))).toEqual([
      { kind: 'notAsSealed', line: 5, id: 'b' },
    ]);
  });
});

describe('the index of digests', () => {
  it('answers as a map does, for any number of ids', () => {
    const ids = fc.array(fc.tuple(fc.nat(300), fc.nat(2)), { minLength: 1, maxLength: 3000 });
    fc.assert(
      fc.property(ids, (pairs) => {
        const index = digestIndex();
        const map = new Map<string, string>();
        for (const [n, content] of pairs) {
          const [id, digest] = [String(n), sha256(String(content))];
          const known = map.get(id);
          const same = known === digest ? 'same' : 'different';
          expectEqual(index.lookUp(id, digest), known === undefined ? 'absent' : same);
          expectEqual(index.add(id, digest), known === undefined ? 'new' : same);
          if (known === undefined) map.set(id, digest);
          expectEqual(index.wasLookedUp(id), known !== undefined);
          expectEqual(index.has(id), true);
        }
      }),
      { numRuns: 30 },
    );
  });
});
