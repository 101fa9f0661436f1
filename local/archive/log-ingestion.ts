import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { ArchiveRow, ColumnType } from '../../shared/messages/archive-columns';
import { ARCHIVE_COLUMNS, ARCHIVE_STREAM } from '../../shared/messages/archive-columns';
import { listen } from '../listen';
import type { Certificate } from '../tenant/certificate';
import type { Tokens } from '../tenant/tokens';

/** The immutable id of its data collection rule. */
export const LOCAL_RULE = `dcr-${'0'.repeat(31)}1`;
const AUDIENCE = 'https://monitor.azure.com';
const MAX_CALL_BYTES = 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An endpoint of the Logs Ingestion API with one data collection rule, over TLS. */
export interface LogIngestion {
  readonly endpoint: string;
  /** The rows of the table `SessionRevocation_CL`, copies included. */
  readonly rows: readonly ArchiveRow[];
  /** What was wrong with calls that were refused. */
  readonly refused: readonly string[];
  /** Answers every call in this way from now on; undefined: no longer. */
  answerAll(answer: Answer | undefined): void;
  stop(): Promise<void>;
}

/**
 * Starts the endpoint. It takes what the rule declares and nothing else: Azure would drop a column that is not declared, and
 * a value of another type, without a word.
 */
export async function startLogIngestion({
  certificate,
  tokens,
}: {
  readonly certificate: Certificate;
  readonly tokens: Pick<Tokens, 'judge'>;
}): Promise<LogIngestion> {
  const rows: ArchiveRow[] = [];
  const refused: string[] = [];
  let everybody: Answer | undefined;
  const refuse = (status: number, why: string): Answer => {
    refused.push(why);
    return { status };
  };
  const answer = (request: IncomingMessage, body: Buffer): Answer => {
    if (everybody) return everybody;
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://localhost');
    if (tokens.judge(request.headers.authorization, AUDIENCE) !== 'valid') return refuse(401, 'token');
    if (request.method !== 'POST' || !searchParams.has('api-version')) return refuse(400, 'call');
    if (pathname !== `/dataCollectionRules/${LOCAL_RULE}/streams/${ARCHIVE_STREAM}`)
      return refuse(404, pathname);
    const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    if (plain.length > MAX_CALL_BYTES) return refuse(413, 'size');
    const sent: unknown = JSON.parse(plain.toString('utf8'));
    if (!Array.isArray(sent)) return refuse(400, 'not a list');
    const problems = sent.flatMap(problemsOfRow);
    if (problems.length > 0) return refuse(400, problems.join('; '));
    rows.push(...(sent as ArchiveRow[]));
    return { status: 204 };
  };
  const server = createServer(certificate, (request, response) => {
    buffer(request).then(
      (body) => {
        const { status, headers = {} } = answer(request, body);
        response.writeHead(status, headers).end();
      },
      () => request.destroy(),
    );
  });
  const { port, stop } = await listen(server);
  return {
    endpoint: `https://localhost:${String(port)}`,
    rows,
    refused,
    answerAll: (given) => (everybody = given),
    stop,
  };
}

const isOfType: Readonly<Record<ColumnType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  datetime: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(value),
  boolean: (value) => typeof value === 'boolean',
  int: (value) => Number.isInteger(value),
  dynamic: (value) => typeof value === 'object' && value !== null,
};

function problemsOfRow(row: unknown): string[] {
  if (typeof row !== 'object' || row === null || !('TimeGenerated' in row))
    return ['a row without TimeGenerated'];
  const types: Readonly<Record<string, ColumnType>> = ARCHIVE_COLUMNS;
  return Object.entries(row).flatMap(([column, value]) => {
    const type = types[column];
    if (type === undefined) return [`${column} is not declared`];
    return isOfType[type](value) ? [] : [`${column} is not of the type ${type}`];
  });
}
