import * as z from 'zod';
import type { BrakeState } from '../../core/brake';
import type { EarlierRevocation } from '../../core/earlier-revocation';
import { statuses } from '../../core/outcome';
import type { OutcomeEntry } from '../../ports/ledger';

/** A property of a table entity; binary ones hold at most 64 KiB ("Understanding the Table service data model"). */
export type Columns = Readonly<Record<string, string | Uint8Array>>;

/** How the entries of one book are written into columns, and read again. */
export interface Codec<Entry> {
  readonly write: (entry: Entry) => Columns;
  /** @throws when the columns are none of ours */
  readonly read: (columns: Readonly<Record<string, unknown>>) => Entry;
}

const MOST_BYTES_A_COLUMN = 65_536;

const envelope = z.strictObject({
  contentType: z.literal('application/cloudevents+json'),
  messageId: z.string(),
  correlationId: z.string(),
  subject: z.string(),
  applicationProperties: z.record(z.string(), z.string()),
});

const status = z.enum(statuses);

const verdict = z
  .strictObject({
    id: z.string(),
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
  write: ({ message: { body, ...rest }, verdict: told }) => ({
    ...bodyColumns(body),
    envelope: JSON.stringify(rest),
    verdict: JSON.stringify(told),
  }),
  read: (columns) => ({
    message: { ...envelope.parse(parseJson(columns['envelope'])), body: bodyOf(columns) },
    verdict: verdict.parse(parseJson(columns['verdict'])),
  }),
};

const revocation = z.object({ outcomeId: z.string(), revokedAt: z.string() });

export const revocationColumns: Codec<EarlierRevocation> = {
  write: ({ outcomeId, revokedAt }) => ({ outcomeId, revokedAt }),
  read: (columns) => revocation.parse(columns),
};

function bodyColumns(body: Uint8Array): Record<string, Uint8Array> {
  // The SDK writes all of the memory beneath a view, unless the view is a Buffer.
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const columns: Record<string, Uint8Array> = {};
  for (let at = 0; at < bytes.length; at += MOST_BYTES_A_COLUMN) {
    columns[`body${String(at / MOST_BYTES_A_COLUMN)}`] = bytes.subarray(at, at + MOST_BYTES_A_COLUMN);
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

/** Of each user counted: 16 bytes that tell them from others, and when, in ms since the epoch, in 8. */
const BYTES_A_USER = 24;
/** As many as one binary column holds. */
export const MOST_COUNTED = Math.floor(MOST_BYTES_A_COLUMN / BYTES_A_USER);

/** The brake's count in one binary column. */
export const brakeColumns = {
  write: ({ counted, engagedAt }: BrakeState): Columns => {
    const bytes = Buffer.alloc(counted.length * BYTES_A_USER);
    for (const [n, { user, at }] of counted.entries()) {
      bytes.write(user, n * BYTES_A_USER, 'hex');
      bytes.writeBigUInt64BE(BigInt(at), n * BYTES_A_USER + 16);
    }
    return { counted: bytes, engagedAt: engagedAt === undefined ? '' : String(engagedAt) };
  },
  read: (columns: Readonly<Record<string, unknown>>): BrakeState => {
    const { counted, engagedAt } = z
      .object({ counted: z.instanceof(Uint8Array), engagedAt: z.string() })
      .parse(columns);
    const bytes = Buffer.from(counted);
    const users = Array.from({ length: bytes.length / BYTES_A_USER }, (_, n) => ({
      user: bytes.toString('hex', n * BYTES_A_USER, n * BYTES_A_USER + 16),
      at: Number(bytes.readBigUInt64BE(n * BYTES_A_USER + 16)),
    }));
    return { counted: users, ...(engagedAt !== '' && { engagedAt: Number(engagedAt) }) };
  },
};
