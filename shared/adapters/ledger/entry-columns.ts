import { z } from 'zod';
import type { EarlierRevocation } from '../../core/earlier-revocation';
import { statuses } from '../../core/outcome';
import type { OutcomeEntry } from '../../ledger';

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
