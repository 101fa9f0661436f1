import * as z from 'zod';
import { compact } from '../../core/compact';
import type { LimitState } from '../../core/limit';
import type { EarlierRevocation } from '../../core/earlier-revocation';
import type { OutcomeId } from '../../core/ids';
import { storedId } from '../../core/ids';
import { readReceivedBy } from '../../core/received-by';
import { statuses } from '../../core/outcome';
import type { OutcomeEntry } from '../../ports/ledger';

/** The columns of a table entity; a binary one contains at most 64 KiB ("Understanding the Table service data model"). */
export type Columns = Readonly<Record<string, string | Uint8Array>>;

/** Converts the entries of one store to columns and back. */
export interface Codec<Entry> {
  readonly write: (entry: Entry) => Columns;
  /** @throws when the columns are not an entry of this store */
  readonly read: (columns: Readonly<Record<string, unknown>>) => Entry;
}

const MAX_BYTES_PER_COLUMN = 65_536;

const messageProperties = z.strictObject({
  contentType: z.literal('application/cloudevents+json'),
  messageId: z.string(),
  correlationId: z.string(),
  subject: z.string(),
  applicationProperties: z.record(z.string(), z.string()),
});

const status = z.enum(statuses);

const summary = z
  .strictObject({
    id: z.string().transform((id) => storedId<OutcomeId>(id)),
    requestId: z.string(),
    status,
    predicted: status.exactOptional(),
    mode: z.enum(['revoke', 'whatIf']),
    detail: z.string().exactOptional(),
    userId: z.string().exactOptional(),
  })
  .readonly();

/** The body of a result message in one or more binary columns, the rest as JSON. */
export const outcomeColumns: Codec<OutcomeEntry> = {
  write: ({ message: { body, ...properties }, summary: written }) => ({
    ...bodyColumns(body),
    envelope: JSON.stringify(properties),
    verdict: JSON.stringify(written),
  }),
  read: (columns) => ({
    message: { ...messageProperties.parse(parseJson(columns['envelope'])), body: bodyOf(columns) },
    summary: summary.parse(parseJson(columns['verdict'])),
  }),
};

const revocation = z.object({
  outcomeId: z.string().transform((id) => storedId<OutcomeId>(id)),
  revokedAt: z.string(),
  receivedBy: z.string().transform(readReceivedBy).optional(),
});

export const revocationColumns: Codec<EarlierRevocation> = {
  write: ({ outcomeId, revokedAt, receivedBy }) => compact({ outcomeId, revokedAt, receivedBy }),
  read: (columns) => compact(revocation.parse(columns)),
};

function bodyColumns(body: Uint8Array): Record<string, Uint8Array> {
  // The SDK writes the whole memory behind a view, unless the view is a Buffer.
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const columns: Record<string, Uint8Array> = {};
  for (let at = 0; at < bytes.length; at += MAX_BYTES_PER_COLUMN) {
    columns[`body${String(at / MAX_BYTES_PER_COLUMN)}`] = bytes.subarray(at, at + MAX_BYTES_PER_COLUMN);
  }
  return columns;
}

function bodyOf(columns: Readonly<Record<string, unknown>>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = columns[`body${String(parts.length)}`];
    if (!(part instanceof Uint8Array)) return Buffer.concat(parts);
    parts.push(part);
  }
}

function parseJson(text: unknown): unknown {
  return JSON.parse(z.string().parse(text));
}

/** For each counted user: 16 bytes of id, and 8 bytes for the time in ms since the epoch. */
const BYTES_PER_USER = 24;
/** The number of users that fit into one binary column. */
export const MAX_COUNTED = Math.floor(MAX_BYTES_PER_COLUMN / BYTES_PER_USER);

/** The limit's count in one binary column. The names of the columns do not change. */
export const limitColumns = {
  write: ({ counted, trippedAt }: LimitState): Columns => {
    const bytes = Buffer.alloc(counted.length * BYTES_PER_USER);
    for (const [n, { user, at }] of counted.entries()) {
      bytes.write(user, n * BYTES_PER_USER, 'hex');
      bytes.writeBigUInt64BE(BigInt(at), n * BYTES_PER_USER + 16);
    }
    return { counted: bytes, engagedAt: trippedAt === undefined ? '' : String(trippedAt) };
  },
  read: (columns: Readonly<Record<string, unknown>>): LimitState => {
    const { counted, engagedAt: trippedAt } = z
      .object({ counted: z.instanceof(Uint8Array), engagedAt: z.string() })
      .parse(columns);
    const bytes = Buffer.from(counted);
    const users = Array.from({ length: bytes.length / BYTES_PER_USER }, (_, n) => ({
      user: bytes.toString('hex', n * BYTES_PER_USER, n * BYTES_PER_USER + 16),
      at: Number(bytes.readBigUInt64BE(n * BYTES_PER_USER + 16)),
    }));
    return compact({ counted: users, trippedAt: trippedAt === '' ? undefined : Number(trippedAt) });
  },
};
