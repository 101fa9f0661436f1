import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { ConnectionRow } from '../../../shared/adapters/tenants/connection-rows';
import { connectionRows, connectionsInRows } from '../../../shared/adapters/tenants/connection-rows';
import { rememberedConnections } from '../../../shared/adapters/tenants/remembered-connections';
import { readConnection } from '../../../shared/config/read-tenants';
import { expectEqual } from '../../support/equal';
import { fixedClock } from '../../support/fixed-clock';

const idOf = (n: number): string => `b1946ac9-2c3e-4f2d-9a51-${n.toString(16).padStart(12, '0')}`;
const rowOf = (n: number, source = 'queue'): ConnectionRow => ({
  key: idOf(n),
  connection: JSON.stringify({ tenantId: idOf(n), sources: [source] }),
});
const rowsOf = (count: number): readonly ConnectionRow[] => Array.from({ length: count }, (_, n) => rowOf(n));

/** A reader that counts what it parses. */
function counted() {
  let parsed = 0;
  const read = connectionRows((text) => {
    parsed++;
    return readConnection(text);
  });
  return { read, parsed: () => parsed };
}

describe('reading thousands of rows again', () => {
  it('parses none that has not changed', () => {
    const { read, parsed } = counted();
    const first = read(rowsOf(2000));
    expect(parsed()).toBe(2000);
    expect(read(rowsOf(2000))).toBe(first);
    expect([parsed(), first.connections.length]).toEqual([2000, 2000]);
  });
  it('parses those that are new or have changed, and forgets those that are gone', () => {
    const { read, parsed } = counted();
    read(rowsOf(1000));
    const { connections } = read([...rowsOf(999).slice(1), rowOf(0, 'webhook:northwind'), rowOf(2000)]);
    expect(parsed()).toBe(1002);
    expect(connections.length).toBe(1000);
    expect(connections.find(({ tenantId }) => tenantId === idOf(0))?.sources).toEqual(['webhook:northwind']);
    expect(connections.some(({ tenantId }) => tenantId === idOf(999))).toBe(false);
  });
  it('takes rows in another order as changed: of two for one tenant the first counts', () => {
    const { read } = counted();
    read([rowOf(1), rowOf(0)]);
    expect(read([rowOf(0), rowOf(1)]).connections.map(({ tenantId }) => tenantId)).toEqual([
      idOf(0),
      idOf(1),
    ]);
  });
  it('indexes them only when one has changed', async () => {
    const clock = fixedClock();
    const { read } = counted();
    let rows = rowsOf(10);
    const connections = rememberedConnections(() => Promise.resolve(read(rows)), clock);
    const first = await connections();
    clock.advance(60_000);
    expect(await connections()).toBe(first);
    rows = rowsOf(11);
    clock.advance(60_000);
    expect((await connections()).all.length).toBe(11);
  });
  it('finds what a first reading would find, whatever was there before', () => {
    const row = fc
      .record({
        n: fc.integer({ min: 0, max: 3 }),
        text: fc.constantFrom('queue', 'webhook', 'no JSON', 'other key'),
      })
      .map(({ n, text }): ConnectionRow => {
        if (text === 'no JSON') return { key: idOf(n), connection: '{' };
        return text === 'other key' ? { ...rowOf(n + 1), key: idOf(n) } : rowOf(n, text);
      });
    const tables = fc.array(fc.uniqueArray(row, { selector: ({ key }) => key, maxLength: 4 }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(tables, (all) => {
        const { read } = counted();
        for (const rows of all) expectEqual(read(rows), connectionsInRows(rows));
      }),
    );
  });
});
