import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WireCount } from './count-wire';
import { LOOP_MS } from './count-wire';

/** The page that has the table. */
const PAGE = 'docs/performance.md';
const FIRST_CELL = 'kind of request';

export const headerOfWire: readonly string[] = [
  FIRST_CELL,
  'table',
  'Graph',
  'Service Bus',
  'SharePoint',
  'table before',
  'Graph before',
  'depth of the POST',
  'of the outcome',
  'of the end',
  'ms to revoke',
  'of the loop',
];

/** The cells of a kind of request. */
export function rowOfWire({
  name,
  calls,
  beforePost,
  depthOfOutcome,
  depthOfEnd,
  msToRevoke,
}: WireCount): readonly string[] {
  const { table, graph, serviceBus, sharePoint } = calls;
  const before = beforePost ? [beforePost.table, beforePost.graph, beforePost.depth] : ['-', '-', '-'];
  const time = msToRevoke === undefined ? ['-', '-'] : [msToRevoke, (msToRevoke / LOOP_MS).toFixed(2)];
  const cells = [table, graph, serviceBus, sharePoint, ...before, depthOfOutcome, depthOfEnd, ...time];
  return [name, ...cells.map(String)];
}

/** The rows of the table in the documentation, without its header. */
export function documentedWire(projectFolder: string): readonly (readonly string[])[] {
  const lines = readFileSync(join(projectFolder, PAGE), 'utf8').split('\n');
  const { from, to } = placeOf(lines);
  return lines.slice(from + 2, to).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Puts the rows into the documentation, in the form of the formatter. */
export function writeWireTable(projectFolder: string, rows: readonly (readonly string[])[]): void {
  const path = join(projectFolder, PAGE);
  const lines = readFileSync(path, 'utf8').split('\n');
  const { from, to } = placeOf(lines);
  const all = [headerOfWire, ...rows];
  const widths = headerOfWire.map((_, n) => Math.max(...all.map((row) => row[n]?.length ?? 0)));
  const written = all.map((row) => row.map((cell, n) => cell.padEnd(widths[n] ?? 0)));
  const rule = widths.map((width) => '-'.repeat(width));
  const [header = [], ...body] = written;
  const table = [header, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`);
  writeFileSync(path, [...lines.slice(0, from), ...table, ...lines.slice(to)].join('\n'));
}

function placeOf(lines: readonly string[]): { readonly from: number; readonly to: number } {
  const from = lines.findIndex((line) => line.startsWith(`| ${FIRST_CELL}`));
  if (from < 0) throw new Error(`${PAGE} has no table of the kinds of request.`);
  const length = lines.slice(from).findIndex((line) => !line.startsWith('|'));
  return { from, to: from + length };
}
