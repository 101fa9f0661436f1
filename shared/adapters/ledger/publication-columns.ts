import * as z from 'zod';
import { compact } from '../../core/compact';
import type { OutcomeId } from '../../core/ids';
import { storedId } from '../../core/ids';
import { methodStatuses, statuses } from '../../core/outcome';
import { revocationMethods } from '../../core/revocation-method';
import type { ResultMessage } from '../../messages/result-message';
import type { MethodEntry, OutcomeEntry, PublicationEntry } from '../../ports/ledger';
import type { Codec, Columns } from './entry-columns';
import { binaryColumns, bytesOf, parseJson } from './entry-columns';

type Stored = Readonly<Record<string, unknown>>;

const messageProperties = z.strictObject({
  contentType: z.literal('application/cloudevents+json'),
  messageId: z.string(),
  correlationId: z.string(),
  subject: z.string(),
  applicationProperties: z.record(z.string(), z.string()),
});

const status = z.enum(statuses);
const outcomeIdText = z.string().transform((id) => storedId<OutcomeId>(id));
const pendingMethods = z.array(z.enum(revocationMethods)).readonly();

const outcomeSummary = z
  .strictObject({
    id: outcomeIdText,
    requestId: z.string(),
    status,
    predicted: status.exactOptional(),
    mode: z.enum(['revoke', 'whatIf']),
    detail: z.string().exactOptional(),
    userId: z.string().exactOptional(),
  })
  .readonly();

const methodSummary = z
  .object({
    outcomeId: outcomeIdText,
    method: z.enum(revocationMethods),
    status: z.enum(methodStatuses),
    attempts: z.number(),
    userId: z.string().exactOptional(),
  })
  .readonly();

/** The summary of an outcome as JSON, beside its message. */
export const outcomeColumns: Codec<OutcomeEntry> = {
  write: ({ message, summary: { pendingMethods: pending, ...written } }) => ({
    ...messageColumns(message),
    verdict: JSON.stringify(written),
    // In a column of its own: the version before refuses fields of a summary that it does not know.
    ...(pending && { pendingMethods: JSON.stringify(pending) }),
  }),
  read: (columns) => {
    const { pendingMethods: pending, verdict } = columns;
    const summary = outcomeSummary.parse(parseJson(verdict));
    const methods = pending === undefined ? undefined : pendingMethods.parse(parseJson(pending));
    return { ...readMessage(columns), summary: compact({ ...summary, pendingMethods: methods }) };
  },
};

/** The summary of a method's event as JSON, beside its message. */
export const methodColumns: Codec<MethodEntry> = {
  write: ({ message, summary }) => ({ ...messageColumns(message), verdict: JSON.stringify(summary) }),
  read: (columns) => ({
    ...readMessage(columns),
    summary: methodSummary.parse(parseJson(columns['verdict'])),
  }),
};

/** A message without a summary. */
export const messageAlone: Codec<PublicationEntry> = {
  write: ({ message }) => messageColumns(message),
  read: readMessage,
};

/** Whether a message is known to be on the topic. */
export function published(isPublished: boolean): Columns {
  return { published: isPublished };
}

/** The body of a message in one or more binary columns, the rest as JSON. It is not on the topic yet. */
function messageColumns({ body, ...properties }: ResultMessage): Columns {
  return { ...binaryColumns('body', body), envelope: JSON.stringify(properties), ...published(false) };
}

function readMessage(columns: Stored): PublicationEntry {
  const { envelope, published: isPublished } = columns;
  return compact({
    message: { ...messageProperties.parse(parseJson(envelope)), body: bytesOf('body', columns) },
    awaitsPublication: isPublished === false ? (true as const) : undefined,
    mayAwaitPublication: isPublished === undefined ? (true as const) : undefined,
  });
}
