import { printable } from '../printable';
import { cutTo, displayWidth, padTo } from './display-width';
import type { Tone } from './tone';
import { toned } from './tone';

/** A column with its texts; a table has the same number of them in each. */
export interface Filled {
  readonly heading: string;
  readonly cells: readonly Cell[];
  /** As in `Column`. */
  readonly yields?: number | undefined;
  readonly whole?: boolean | undefined;
}

export interface Cell {
  readonly text: string;
  readonly tone?: Tone | undefined;
}

export interface Limits {
  /** Columns of the terminal; absent: no line is too long. */
  readonly width?: number | undefined;
  readonly coloured?: boolean;
}

const GAP = '  ';
/** A column that is cut keeps so much, or is left out. */
const LEAST = 8;

/** Columns as aligned lines with a heading; in a narrow terminal, those that yield are cut or left out, and a line names these. */
export function tableOf(columns: readonly Filled[], { width, coloured = false }: Limits): string[] {
  const sized = columns.map(sizedOf);
  const { shown, left } = width === undefined ? { shown: sized, left: [] } : fitted(sized, width);
  const rows = Array.from({ length: columns[0]?.cells.length ?? 0 }, (_, row) =>
    lineOf(shown.map(({ cells, size }) => inCell(cells[row], size, coloured))),
  );
  const headings = lineOf(shown.map(({ heading, size }) => padTo(cutTo(heading, size), size)));
  return [headings, ...rows, ...leftOut(left)];
}

interface Sized extends Filled {
  readonly size: number;
}

function sizedOf({ heading: named, cells, ...column }: Filled): Sized {
  const heading = printable(named);
  const safe = cells.map(({ text, tone }) => ({ text: printable(text), tone }));
  const size = Math.max(displayWidth(heading), ...safe.map(({ text }) => displayWidth(text)));
  return { ...column, heading: heading.toUpperCase(), cells: safe, size };
}

interface Fitted {
  readonly shown: readonly Sized[];
  readonly left: readonly Sized[];
}

/** Cuts the columns that yield, then leaves them out, always the one with the highest number first. */
function fitted(columns: readonly Sized[], width: number): Fitted {
  const yielding = columns
    .filter(({ yields }) => yields !== undefined)
    .sort((one, other) => (other.yields ?? 0) - (one.yields ?? 0));
  const left: Sized[] = [];
  const shown = (): readonly Sized[] => columns.filter((column) => !left.includes(column));
  for (const column of yielding) {
    if (excess(shown().map(leastOf), width) <= 0) break;
    left.push(column);
  }
  const sizes = new Map(shown().map((column) => [column, column.size]));
  for (const column of yielding.filter((one) => sizes.has(one))) {
    const over = excess([...sizes.values()], width);
    if (over > 0) sizes.set(column, Math.max(leastOf(column), column.size - over));
  }
  return { shown: [...sizes].map(([column, size]) => ({ ...column, size })), left };
}

function leastOf({ size, heading, yields, whole }: Sized): number {
  return yields === undefined || whole ? size : Math.min(size, Math.max(LEAST, displayWidth(heading)));
}

function excess(sizes: readonly number[], width: number): number {
  const gaps = GAP.length * Math.max(0, sizes.length - 1);
  return sizes.reduce((sum, size) => sum + size, gaps) - width;
}

function inCell(cell: Cell | undefined, size: number, coloured: boolean): string {
  const text = cutTo(cell?.text ?? '', size);
  const padding = ' '.repeat(Math.max(0, size - displayWidth(text)));
  return (coloured && cell?.tone ? toned(text, cell.tone) : text) + padding;
}

function lineOf(cells: readonly string[]): string {
  return cells.join(GAP).trimEnd();
}

function leftOut(columns: readonly Sized[]): string[] {
  if (columns.length === 0) return [];
  const names = columns.map(({ heading }) => heading).join(', ');
  return [`Not shown, since the terminal is too narrow: ${names}. -o json has all.`];
}
