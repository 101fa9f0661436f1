/** A call of table storage; the path begins after the account, decoded but for the keys' own quotes. */
export interface TableRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly ifMatch: string | undefined;
  readonly body: string;
}

export interface TableResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Columns = Readonly<Record<string, unknown>>;

export interface Key {
  readonly partition: string;
  readonly row: string;
}

/** An error as table storage writes it ("Table Storage error codes"). */
export function tableFailure(status: number, code: string): TableResponse {
  const body = { 'odata.error': { code, message: { lang: 'en-US', value: code } } };
  return { status, headers: {}, body: JSON.stringify(body) };
}

/** Reads a call from its URL, whose path begins with the account. */
export function tableRequest(
  method: string,
  url: string,
  header: (name: string) => string | undefined,
  body: string,
): TableRequest {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const path = decodeURIComponent(pathname.replace(/^\/[^/]+/, ''));
  return { method, path, query: searchParams, ifMatch: header('if-match'), body };
}

/** The operations of an entity group transaction ("Performing entity group transactions"). */
export function operationsOf(body: string): readonly TableRequest[] {
  return body
    .split(/--changeset_\S+/)
    .map(
      (part) =>
        /(?<method>[A-Z]+) (?<url>\S+) HTTP\/1\.1\r?\n(?<headers>[^{]*)(?<body>\{.*\})?/s.exec(part)?.groups,
    )
    .filter((found) => found !== undefined)
    .map(({ method = '', url = '', headers = '', body: content = '' }) => {
      const header = (name: string) => new RegExp(`^${name}: *(.*?)\\r?$`, 'im').exec(headers)?.[1];
      return tableRequest(method, url, header, content);
    });
}

/** Within a transaction the SDK reads names of headers as they are written. */
const HEADER_NAMES: Readonly<Record<string, string>> = { etag: 'ETag' };

/** The answer to a transaction: those of its operations, or of the one that failed. */
export function transactionAnswer(answers: readonly TableResponse[]): TableResponse {
  const parts = answers.map(({ status, headers, body }) => {
    const lines = Object.entries(headers).map(
      ([name, value]) => `${HEADER_NAMES[name] ?? name}: ${value}\r\n`,
    );
    return `--changesetresponse_1\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 ${String(status)} -\r\n${lines.join('')}\r\n${body}\r\n`;
  });
  const body = `--batchresponse_1\r\n\r\n${parts.join('')}--changesetresponse_1--\r\n--batchresponse_1--\r\n`;
  return { status: 202, headers: { 'content-type': 'multipart/mixed; boundary=batchresponse_1' }, body };
}

/** From the path, or from the body of an insertion. */
export function keyOf({ path, body }: TableRequest): Key {
  const [, partition, row] = /\(PartitionKey='(.*)',RowKey='(.*)'\)$/s.exec(path) ?? [];
  if (partition !== undefined && row !== undefined) {
    return { partition: partition.replaceAll("''", "'"), row: row.replaceAll("''", "'") };
  }
  const { PartitionKey, RowKey } = columnsOf(body);
  return { partition: String(PartitionKey), row: String(RowKey) };
}

export function columnsOf(body: string): Columns {
  return body === '' ? {} : (JSON.parse(body) as Columns);
}
