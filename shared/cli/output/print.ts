import { jsonDocument, jsonLine, tsvLine, yamlDocument } from './documents';
import { foundTable, foundTsv } from './found';
import type { Output } from './output';
import { fieldsOf, rowsOf } from './for-people';
import type { View } from './view';

/**
 * Prints a list of records: an array in `json` and `yaml`, a line each in `jsonl` and `tsv`, a table for people.
 *
 * @throws Error where a function of `--query` does not take what the records have.
 */
export async function print<T>(
  records: Iterable<T> | AsyncIterable<T>,
  view: View<T>,
  output: Output,
): Promise<void> {
  const { terminal, format, query } = output;
  const all: T[] = [];
  for await (const record of records) {
    if (!terminal.isRead()) return;
    // A line needs no other one: a long list appears while it is read.
    if (format === 'jsonl' && !query) terminal.record(jsonLine(view.data(record)));
    else all.push(record);
  }
  if (format === 'jsonl' && !query) return;
  const lines = isOfColumns(output)
    ? listed(all, view, output)
    : await documentOf(all.map(view.data), output);
  for (const line of lines) terminal.record(line);
}

/**
 * Prints one record: an object in `json` and `yaml`, one line in `jsonl` and `tsv`, and a line for each column for people.
 *
 * @throws Error as `print`.
 */
export async function printOne<T>(record: T, view: View<T>, output: Output): Promise<void> {
  const { terminal, format } = output;
  const shown = (): readonly string[] =>
    format === 'tsv'
      ? tsvOf([record], view)
      : (view.inWords?.([record], terminal) ?? fieldsOf(record, view, terminal));
  const lines = isOfColumns(output) ? shown() : await documentOf(view.data(record), output);
  for (const line of lines) terminal.record(line);
}

/** Whether columns are printed, and not the data of the records. */
function isOfColumns({ format, query }: Output): boolean {
  return query === undefined && (format === 'table' || format === 'tsv');
}

function listed<T>(all: readonly T[], view: View<T>, { terminal, format }: Output): readonly string[] {
  if (format === 'tsv') return tsvOf(all, view);
  if (all.length === 0) return [view.none];
  return view.inWords?.(all, terminal) ?? rowsOf(all, view, terminal);
}

function tsvOf<T>(all: readonly T[], { columns }: View<T>): readonly string[] {
  return all.map((record) => tsvLine(columns.map(({ text }) => text(record) ?? '')));
}

async function documentOf(data: unknown, { terminal, format, query }: Output): Promise<readonly string[]> {
  // What JSON says of the data is what people query.
  const plain: unknown = JSON.parse(JSON.stringify(data));
  const found = query ? query.of(plain) : plain;
  switch (format) {
    case 'json':
      return [jsonDocument(found)];
    case 'jsonl':
      return (Array.isArray(found) ? found : [found]).map(jsonLine);
    case 'yaml':
      return [await yamlDocument(found)];
    case 'tsv':
      return foundTsv(found);
    case 'table':
      return foundTable(found, terminal);
  }
}
