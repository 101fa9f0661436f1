import { filterOf } from './table-filter';
import type { Columns, Key, TableRequest, TableResponse } from './table-message';
import { columnsOf, keyOf, operationsOf, tableFailure, transactionAnswer } from './table-message';

interface Entity {
  readonly etag: string;
  readonly columns: Columns;
}
/** Rows by partition. */
type Table = Map<string, Map<string, Entity>>;

const PAGE = 1000;
const NO_CONTENT = { status: 204, headers: {}, body: '' };

/**
 * Table storage in memory, without sockets: what benches use in place of the emulator, whose own pace they would measure.
 * It passes the contract tests of the ledger.
 */
export function memoryTables(now: () => Date): (request: TableRequest) => TableResponse {
  const tables = new Map<string, Table>();
  let writes = 0;
  const write = (table: Table, { partition, row }: Key, columns: Columns): TableResponse => {
    const etag = `W/"datetime'${String(++writes)}'"`;
    const rows = table.get(partition) ?? new Map<string, Entity>();
    table.set(partition, rows.set(row, { etag, columns: { ...columns, Timestamp: now().toISOString() } }));
    return { ...NO_CONTENT, headers: { etag } };
  };
  const answer = (request: TableRequest): TableResponse => {
    const { method, path, query, body } = request;
    if (path === '/$batch') return transaction(tables, operationsOf(body), answer);
    if (path === '/Tables') return createTable(tables, body);
    const dropped = /^\/Tables\('(\w+)'\)$/.exec(path)?.[1];
    if (dropped !== undefined)
      return tables.delete(dropped) ? NO_CONTENT : tableFailure(404, 'TableNotFound');
    const [, name = '', keys = ''] = /^\/(\w+)(?:\((.*)\))?$/s.exec(path) ?? [];
    const table = tables.get(name);
    if (!table) return tableFailure(404, 'TableNotFound');
    if (method === 'GET' && keys === '') return list(table, query);
    const key = keyOf(request);
    const found = table.get(key.partition)?.get(key.row);
    if (method === 'POST' && found) return tableFailure(409, 'EntityAlreadyExists');
    const unmet = unmetCondition(request, found);
    if (unmet) return unmet;
    switch (method) {
      case 'GET':
        return found ? one(found) : tableFailure(404, 'ResourceNotFound');
      case 'DELETE':
        return remove(table, key);
      case 'MERGE':
      case 'PATCH':
        return write(table, key, { ...found?.columns, ...columnsOf(body) });
      default:
        return write(table, key, { ...columnsOf(body), PartitionKey: key.partition, RowKey: key.row });
    }
  };
  return (request) => {
    const { status, headers, body } = answer(request);
    const common = { 'content-type': 'application/json', date: now().toUTCString() };
    return { status, headers: { ...common, ...headers }, body };
  };
}

/** All operations of a transaction are on one partition: if one fails, it becomes what it was. */
function transaction(
  tables: Map<string, Table>,
  operations: readonly TableRequest[],
  answer: (request: TableRequest) => TableResponse,
): TableResponse {
  const [first] = operations;
  if (!first) return tableFailure(400, 'InvalidInput');
  const table = tables.get(nameOf(first));
  const { partition } = keyOf(first);
  const before = new Map(table?.get(partition));
  const answers: TableResponse[] = [];
  for (const [n, operation] of operations.entries()) {
    const one = answer(operation);
    if (one.status >= 400) {
      table?.set(partition, before);
      const body = one.body.replace('"value":"', `"value":"${String(n)}:`);
      return transactionAnswer([{ ...one, body }]);
    }
    answers.push(one);
  }
  return transactionAnswer(answers);
}

function createTable(tables: Map<string, Table>, body: string): TableResponse {
  const name = String(columnsOf(body)['TableName']);
  if (tables.has(name)) return tableFailure(409, 'TableAlreadyExists');
  tables.set(name, new Map());
  return NO_CONTENT;
}

/** What table storage answers to `If-Match` and to a key that is not there; undefined: nothing stands in the way. */
function unmetCondition(
  { method, ifMatch }: TableRequest,
  found: Entity | undefined,
): TableResponse | undefined {
  if (method === 'GET' || method === 'POST' || ifMatch === undefined) return undefined;
  if (!found) return tableFailure(404, 'ResourceNotFound');
  return ifMatch === '*' || ifMatch === found.etag
    ? undefined
    : tableFailure(412, 'UpdateConditionNotSatisfied');
}

function remove(table: Table, { partition, row }: Key): TableResponse {
  const rows = table.get(partition);
  rows?.delete(row);
  if (rows?.size === 0) table.delete(partition);
  return NO_CONTENT;
}

function one({ etag, columns }: Entity): TableResponse {
  return { status: 200, headers: { etag }, body: JSON.stringify({ 'odata.etag': etag, ...columns }) };
}

/** A page of what fits, in the order of the keys; with where the next one begins, if there is one. */
function list(table: Table, query: URLSearchParams): TableResponse {
  const fits = filterOf(query.get('$filter'));
  const from = { partition: query.get('NextPartitionKey') ?? '', row: query.get('NextRowKey') ?? '' };
  const page: Entity[] = [];
  const size = Math.min(Number(query.get('$top') ?? PAGE), PAGE);
  for (const [partition, rows] of inOrder(partitionsFor(table, query.get('$filter')))) {
    if (partition < from.partition) continue;
    for (const [row, entity] of inOrder(rows)) {
      if ((partition === from.partition && row < from.row) || !fits(entity.columns)) continue;
      if (page.length < size) {
        page.push(entity);
        continue;
      }
      const next = { 'x-ms-continuation-NextPartitionKey': partition, 'x-ms-continuation-NextRowKey': row };
      return pageOf(page, next);
    }
  }
  return pageOf(page, {});
}

/** The partitions in which a filter can find anything, so that a list does not sort the others. */
function partitionsFor(table: Table, filter: string | null): ReadonlyMap<string, Map<string, Entity>> {
  const only = /^PartitionKey eq '((?:[^']|'')*)'/.exec(filter ?? '')?.[1]?.replaceAll("''", "'");
  if (only !== undefined) {
    const rows = table.get(only);
    return new Map(rows && [[only, rows]]);
  }
  const conditions = filter?.split(' and ').filter((condition) => condition.startsWith('PartitionKey '));
  if (!conditions?.length) return table;
  const fits = filterOf(conditions.join(' and '));
  return new Map([...table].filter(([PartitionKey]) => fits({ PartitionKey })));
}

function inOrder<Value>(map: ReadonlyMap<string, Value>): readonly (readonly [string, Value])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

function pageOf(page: readonly Entity[], headers: Readonly<Record<string, string>>): TableResponse {
  const value = page.map(({ etag, columns }) => ({ 'odata.etag': etag, ...columns }));
  return { status: 200, headers, body: JSON.stringify({ value }) };
}

function nameOf({ path }: TableRequest): string {
  return /^\/(\w+)/.exec(path)?.[1] ?? '';
}
