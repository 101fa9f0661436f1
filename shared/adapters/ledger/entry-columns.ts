import * as z from 'zod';
import { compact } from '../../core/compact';
import { containmentSteps } from '../../core/containment-step';
import type { ComesWith, EarlierRevocation } from '../../core/earlier-revocation';
import type { OutcomeId } from '../../core/ids';
import { storedId } from '../../core/ids';
import type { Intent } from '../../core/intent';
import { readReceivedBy } from '../../core/received-by';
import type { UserRevocation } from '../../core/user-revocation';

/** The columns of a table entity; a binary one contains at most 64 KiB ("Understanding the Table service data model"). */
export type Columns = Readonly<Record<string, string | boolean | Uint8Array>>;

/** Converts the entries of one store to columns and back. */
export interface Codec<Entry> {
  readonly write: (entry: Entry) => Columns;
  /** @throws when the columns are not an entry of this store */
  readonly read: (columns: Readonly<Record<string, unknown>>) => Entry;
}

const MAX_BYTES_PER_COLUMN = 65_536;

const intent = z.object({
  outcomeId: z.string().transform((id) => storedId<OutcomeId>(id)),
  receivedBy: z.string().transform(readReceivedBy).optional(),
  userId: z.string(),
  declaredAt: z.string(),
  sessionsValidFrom: z.string().exactOptional(),
  contains: z.literal(true).exactOptional(),
  calls: z.number().exactOptional(),
});

/** The intent of a lease, in one column. */
export const intentColumns = {
  write: (written: Intent | undefined): Columns =>
    written === undefined ? {} : { intent: JSON.stringify(written) },
  read: ({ intent: text }: Readonly<Record<string, unknown>>): Intent | undefined =>
    text === undefined ? undefined : compact(intent.parse(parseJson(text))),
};

/** Steps as JSON text; a step that is not known here is one that nothing wants. */
const stepsColumn = z
  .string()
  .optional()
  .transform((text) => (text === undefined ? undefined : storedSteps.parse(JSON.parse(text))));
const storedSteps = z
  .array(z.string())
  .transform((names) => containmentSteps.filter((step) => names.includes(step)));

function stepsColumns({
  steps,
  awaiting,
}: { readonly [Name in keyof ComesWith]-?: ComesWith[Name] | undefined }): Columns {
  return compact({ steps: steps && JSON.stringify(steps), awaiting: awaiting && JSON.stringify(awaiting) });
}

const revocation = z.object({
  outcomeId: z.string().transform((id) => storedId<OutcomeId>(id)),
  revokedAt: z.string(),
  receivedBy: z.string().transform(readReceivedBy).optional(),
  steps: stepsColumn,
  awaiting: stepsColumn,
});

export const revocationColumns: Codec<EarlierRevocation> = {
  write: ({ steps, awaiting, ...written }) => ({ ...written, ...stepsColumns({ steps, awaiting }) }),
  read: (columns) => compact(revocation.parse(columns)),
};

const userRevocation = z.object({
  outcomeId: z.string().transform((id) => storedId<OutcomeId>(id)),
  revokedAt: z.string(),
  answersUntil: z.string().exactOptional(),
  steps: stepsColumn,
  awaiting: stepsColumn,
});

export const userRevocationColumns: Codec<UserRevocation> = {
  write: ({ steps, awaiting, ...written }) => ({ ...written, ...stepsColumns({ steps, awaiting }) }),
  read: (columns) => compact(userRevocation.parse(columns)),
};

/** Bytes in as many binary columns as they need: `NAME0`, `NAME1`, … */
export function binaryColumns(name: string, body: Uint8Array): Record<string, Uint8Array> {
  // The SDK writes the whole memory behind a view, unless the view is a Buffer.
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const columns: Record<string, Uint8Array> = {};
  for (let at = 0; at < bytes.length; at += MAX_BYTES_PER_COLUMN) {
    columns[`${name}${String(at / MAX_BYTES_PER_COLUMN)}`] = bytes.subarray(at, at + MAX_BYTES_PER_COLUMN);
  }
  return columns;
}

/** The bytes of such columns; empty where there are none. */
export function bytesOf(name: string, columns: Readonly<Record<string, unknown>>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = columns[`${name}${String(parts.length)}`];
    if (!(part instanceof Uint8Array)) return Buffer.concat(parts);
    parts.push(part);
  }
}

/** The value of a column of JSON text. */
export function parseJson(text: unknown): unknown {
  return JSON.parse(z.string().parse(text));
}
