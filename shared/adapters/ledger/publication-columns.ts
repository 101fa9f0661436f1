import * as z from 'zod';
import { compact } from '../../core/compact';
import type { ContainmentStep } from '../../core/containment-step';
import { containmentSteps } from '../../core/containment-step';
import type { OutcomeId } from '../../core/ids';
import { storedId } from '../../core/ids';
import { methodStatuses, statuses } from '../../core/outcome';
import type { MethodName } from '../../core/method-name';
import { methodNames } from '../../core/method-name';
import { isRevocationMethod } from '../../core/revocation-method';
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
const methodName = z.enum(methodNames);
const pendingMethods = z.array(methodName).readonly();

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
    method: methodName,
    status: z.enum(methodStatuses),
    attempts: z.number(),
    userId: z.string().exactOptional(),
  })
  .readonly();

/** The summary of an outcome as JSON, beside its message. */
export const outcomeColumns: Codec<OutcomeEntry> = {
  write: ({ message, summary: { pendingMethods: pending, awaitingSteps: awaiting, ...written } }) => ({
    ...messageColumns(message),
    verdict: JSON.stringify(written),
    ...pendingColumns(pending),
    ...(awaiting && { awaitingSteps: JSON.stringify(awaiting) }),
  }),
  read: (columns) => {
    const summary = outcomeSummary.parse(parseJson(columns['verdict']));
    return {
      ...readMessage(columns),
      summary: compact({
        ...summary,
        pendingMethods: readPending(columns),
        awaitingSteps: readAwaiting(columns),
      }),
    };
  },
};

/** In columns of their own: a version before refuses fields of a summary, and names of methods, that it does not know. */
function pendingColumns(pending: readonly MethodName[] = []): Columns {
  const methods = pending.filter(isRevocationMethod);
  const steps = pending.filter((name) => !isRevocationMethod(name));
  return {
    ...(methods.length > 0 && { pendingMethods: JSON.stringify(methods) }),
    ...(steps.length > 0 && { pendingSteps: JSON.stringify(steps) }),
  };
}

function readPending({
  pendingMethods: methods,
  pendingSteps: steps,
}: Stored): readonly MethodName[] | undefined {
  const all = [methods, steps].flatMap((column) =>
    column === undefined ? [] : pendingMethods.parse(parseJson(column)),
  );
  return all.length === 0 ? undefined : all;
}

function readAwaiting({ awaitingSteps: steps }: Stored): readonly ContainmentStep[] | undefined {
  return steps === undefined ? undefined : z.array(z.enum(containmentSteps)).parse(parseJson(steps));
}

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
