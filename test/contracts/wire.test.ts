import { beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { TURNS_OF_WIRE, countWire } from '../bench/count-wire';
import type { VirtualTime } from '../bench/virtual-time';
import { startVirtualTime } from '../bench/virtual-time';
import { wireKinds } from '../bench/wire-kinds';
import { documentedWire, headerOfWire, rowOfWire } from '../bench/wire-table';

// Figures that have changed on purpose are put into the page by `npm run bench:wire -- --write`.
describe('the calls of a kind of request', () => {
  const documented = documentedWire(join(__dirname, '../..'));
  let time: VirtualTime;
  beforeAll(() => {
    time = startVirtualTime(TURNS_OF_WIRE);
  });

  it('are those that the page on performance states for every kind, and for no other', () => {
    expect(documented.map(([name]) => name)).toEqual(wireKinds.map(({ name }) => name));
  });
  it.each(wireKinds.map((kind) => [kind.name, kind] as const))(
    'are as documented: %s',
    async (name, kind) => {
      const inWords = (cells: readonly string[]) =>
        headerOfWire.map((header, n) => `${header}: ${cells[n] ?? ''}`);
      const row = documented.find(([first]) => first === name) ?? [];
      expect(inWords(rowOfWire(await countWire(time, kind)))).toEqual(inWords(row));
    },
  );
});
