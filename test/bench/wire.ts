import { TURNS_OF_WIRE, countWire } from './count-wire';
import { projectFolder } from './setting';
import { startVirtualTime } from './virtual-time';
import { wireKinds } from './wire-kinds';
import { headerOfWire, rowOfWire, writeWireTable } from './wire-table';

// What `npm run bench:wire` runs: how many calls each kind of request makes, and how long the chains of them are. All
// figures are exact. `-- --write` puts them into the documentation; `-- --calls` names each call.

async function main(): Promise<void> {
  const time = startVirtualTime(TURNS_OF_WIRE);
  const counts = [];
  for (const kind of wireKinds) counts.push(await countWire(time, kind));
  const rows = counts.map(rowOfWire);
  if (process.argv.includes('--write')) writeWireTable(projectFolder, rows);
  if (process.argv.includes('--calls')) {
    for (const { name, sent } of counts) console.log([name, ...sent].join('\n  '));
  }
  const widths = headerOfWire.map((header, n) =>
    Math.max(header.length, ...rows.map((row) => row[n]?.length ?? 0)),
  );
  for (const row of [headerOfWire, ...rows]) {
    console.log(row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  '));
  }
}

void main();
