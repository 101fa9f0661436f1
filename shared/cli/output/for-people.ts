import { printable } from '../printable';
import type { Cell, Limits } from './table';
import { tableOf } from './table';
import { displayWidth, padTo } from './display-width';
import { toned } from './tone';
import type { Column, View } from './view';

/** Stands where a record has nothing for a column. */
const NOTHING = '-';

/** Records as a table that fits the terminal. */
export function rowsOf<T>(all: readonly T[], { columns }: View<T>, limits: Limits): readonly string[] {
  return tableOf(
    columns
      .filter(({ when }) => when === undefined || when(all))
      .map((column) => ({ ...column, cells: all.map((record) => cellOf(record, column)) })),
    limits,
  );
}

/** One record as a line for each column that it has something for. */
export function fieldsOf<T>(
  record: T,
  { columns }: View<T>,
  { coloured = false }: Limits,
): readonly string[] {
  const width = Math.max(...columns.map(({ heading }) => displayWidth(heading))) + 1;
  return columns.flatMap((column) => {
    const { text, tone } = cellOf(record, column);
    if (text === NOTHING) return [];
    const safe = printable(text);
    return [`${padTo(`${column.heading}:`, width)} ${coloured && tone ? toned(safe, tone) : safe}`];
  });
}

function cellOf<T>(record: T, { text, tone }: Column<T>): Cell {
  return { text: text(record) ?? NOTHING, tone: tone?.(record) };
}
