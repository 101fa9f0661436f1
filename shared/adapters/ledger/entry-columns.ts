import * as z from 'zod';
import type { LimitState } from '../../core/limit';
import type { EarlierRevocation } from '../../core/earlier-revocation';
import type { OutcomeId } from '../../core/ids';
import { storedId } from '../../core/ids';
import { statuses } from '../../core/outcome';
import type { OutcomeEntry } from '../../ports/ledger';

/** A property of a table entity; binary ones hold at most 64 KiB ("Understanding the Table service data model"). */
export type Columns = Readonly<Record<string, string | Uint8Array>>;

/** How the entries of one store are written into columns, and read again. */
export interface Codec<Entry> {
  readonly write: (entry: Entry) => Columns;
  /** @throws when the columns are not such an entry */
  readonly read: (columns: Readonly<Record<string, unknown>>) => Entry;
}

const MAX_BYTES_A_COLUMN = 65_536;

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

/** The bytes of a result message in as many binary columns as they need, the rest as JSON. */
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
});

export const revocationColumns: Codec<EarlierRevocation> = {
  write: ({ outcomeId, revokedAt }) => ({ outcomeId, revokedAt }),
  read: (columns) => revocation.parse(columns),
};

function bodyColumns(body: Uint8Array): Record<string, Uint8Array> {
  // The SDK writes all of the memory beneath a view, unless the view is a Buffer.
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const columns: Record<string, Uint8Array> = {};
  for (let at = 0; at < bytes.length; at += MAX_BYTES_A_COLUMN) {
    columns[`body${String(at / MAX_BYTES_A_COLUMN)}`] = bytes.subarray(at, at + MAX_BYTES_A_COLUMN);
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

/** For each counted user: 16 bytes that identify them, and 8 bytes for the time, in ms since the epoch. */
const BYTES_A_USER = 24;
/** As many as one binary column approvals. */
export const MAX_COUNTED = Math.floor(MAX_BYTES_A_COLUMN / BYTES_A_USER);

/** The limit's count in one binary column; the name of the other column is that of an earlier version. */
export const limitColumns = {
  write: ({ counted, trippedAt }: LimitState): Columns => {
    const bytes = Buffer.alloc(counted.length * BYTES_A_USER);
    for (const [n, { user, at }] of counted.entries()) {
      bytes.write(user, n * BYTES_A_USER, 'hex');
      bytes.writeBigUInt64BE(BigInt(at), n * BYTES_A_USER + 16);
    }
    return { counted: bytes, engagedAt: trippedAt === undefined ? '' : String(trippedAt) };
  },
  read: (columns: Readonly<Record<string, unknown>>): LimitState => {
    const { counted, engagedAt: trippedAt } = z
      .object({ counted: z.instanceof(Uint8Array), engagedAt: z.string() })
      .parse(columns);
    const bytes = Buffer.from(counted);
    const users = Array.from({ length: bytes.length / BYTES_A_USER }, (_, n) => ({
      user: bytes.toString('hex', n * BYTES_A_USER, n * BYTES_A_USER + 16),
      at: Number(bytes.readBigUInt64BE(n * BYTES_A_USER + 16)),
    }));
    return { counted: users, ...(trippedAt !== '' && { trippedAt: Number(trippedAt) }) };
  },
};
