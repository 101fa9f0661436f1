import type { CheckReport } from '../ports/health-check';
import { printable } from './printable';
import type { Limits } from './output/table';
import { padTo } from './output/display-width';
import type { Tone } from './output/tone';
import { toned } from './output/tone';
import type { View } from './output/view';

/** Results of checks: a line for each, with its remedy at the end. */
export const reportView: View<CheckReport> = {
  data: (report) => report,
  none: 'Nothing was checked.',
  columns: [
    { heading: 'Status', text: ({ status }) => status },
    { heading: 'Check', text: ({ name }) => name },
    { heading: 'Detail', text: ({ detail }) => detail },
    { heading: 'Remedy', text: ({ remedy }) => remedy },
  ],
  inWords: (reports, limits) => reports.map((report) => lineOf(report, widthOf(reports), limits)),
};

const MARKS: Readonly<Record<CheckReport['status'], readonly [mark: string, tone: Tone]>> = {
  ok: ['ok', 'good'],
  warning: ['WARNING', 'attention'],
  failed: ['FAILED', 'bad'],
};

function widthOf(reports: readonly CheckReport[]): number {
  return Math.max(...reports.map(({ name }) => printable(name).length));
}

function lineOf(
  { name, status, detail, remedy }: CheckReport,
  width: number,
  { coloured = false }: Limits,
): string {
  const [mark, tone] = MARKS[status];
  const shown = padTo(mark, 'WARNING'.length);
  const said = printable(`${detail}${remedy === undefined ? '' : ` -> ${remedy}`}`);
  const text = `${printable(name).padEnd(width)}  ${said}`;
  return `${coloured ? toned(shown, tone) : shown}  ${text}`;
}
