import { tsvLine } from './documents';
import type { Limits } from './table';
import { tableOf } from './table';

/** What a query has found, as rows of texts with their headings, as far as it has some. */
interface Found {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** What a query has found, as a table: objects by their names, lists by place, anything else as one value. */
export function foundTable(found: unknown, limits: Limits): readonly string[] {
  const { headings, rows } = foundIn(found);
  if (rows.length === 0) return [];
  return tableOf(
    headings.map((heading, n) => ({
      heading,
      cells: rows.map((row) => ({ text: textOf(row[n]) })),
      yields: headings.length - n,
    })),
    limits,
  );
}

/** What a query has found, as lines with tabs between the values. */
export function foundTsv(found: unknown): readonly string[] {
  return foundIn(found).rows.map((row) => tsvLine(row.map(textOf)));
}

function foundIn(found: unknown): Found {
  const items: readonly unknown[] = Array.isArray(found) ? found : found === null ? [] : [found];
  if (items.length > 0 && items.every(isObject)) {
    const headings = [...new Set(items.flatMap((item) => Object.keys(item)))];
    return { headings, rows: items.map((item) => headings.map((name) => item[name])) };
  }
  if (items.length > 0 && items.every(Array.isArray)) {
    const rows = items.map((item): readonly unknown[] => item);
    const most = Math.max(...rows.map(({ length }) => length));
    return { headings: Array.from({ length: most }, (_, n) => `Column${String(n + 1)}`), rows };
  }
  return { headings: ['Result'], rows: items.map((item) => [item]) };
}

function isObject(item: unknown): item is Readonly<Record<string, unknown>> {
  return typeof item === 'object' && item !== null && !Array.isArray(item);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
