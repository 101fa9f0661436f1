import * as z from 'zod';
import { containmentStates } from '../core/containment';
import { statuses } from '../core/outcome';
import { readReceivedBy } from '../core/received-by';
import { issuesOf } from '../messages/field-path';
import { mediaType } from '../messages/security-event-token';
import { identifier } from '../messages/text';
import { utcTime } from '../messages/utc-time';
import type { ApiProblem } from './answer';
import { problem } from './answer';
import { MAX_PAGE } from './schemas';

/** A body with the headers that say what it is. Names of headers are in lower case. */
export interface SentBody {
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** What bodies an operation takes. */
export interface TakenBodies {
  readonly maxBytes: number;
  readonly types: readonly string[];
}

export type Read<T> = { readonly kind: 'read'; readonly value: T } | ApiProblem;

const JSON_ALONE: TakenBodies = { maxBytes: 32_768, types: ['application/json'] };

/** What keeps a body from being looked at; undefined when nothing does. */
export function problemOfBody(
  { bytes, headers }: SentBody,
  { maxBytes, types }: TakenBodies,
): ApiProblem | undefined {
  if (bytes.byteLength > maxBytes) {
    return problem('tooLarge', `The body has more than ${String(maxBytes)} bytes.`);
  }
  if (bytes.byteLength === 0 && headers['transfer-encoding'] !== undefined) {
    return problem('lengthRequired', 'The body was sent in chunks: send it with a Content-Length.');
  }
  if (!types.includes(mediaType(headers['content-type'] ?? ''))) {
    return problem('unsupportedType', `Send one of these content types: ${types.join(', ')}.`);
  }
  return bytes.byteLength === 0 ? problem('invalid', 'The body is empty.') : undefined;
}

/** Reads a small body of JSON. */
export function readJsonBody<T>(sent: SentBody, schema: z.ZodType<T>): Read<T> {
  const found = problemOfBody(sent, JSON_ALONE);
  if (found) return found;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(sent.bytes);
    return readWith(schema, JSON.parse(text), 'The body cannot be read.');
  } catch {
    return problem('invalid', 'The body is not JSON.');
  }
}

const pageQuery = z.object({
  top: z
    .string()
    .regex(/^\d{1,3}$/, 'must be a number')
    .default('50')
    .transform(Number)
    .refine((top) => top >= 1 && top <= MAX_PAGE, `must be from 1 to ${String(MAX_PAGE)}`),
  after: z
    .string()
    .regex(/^[\w:.~-]{1,256}$/, 'is not part of a nextLink')
    .optional(),
});
const tenantQuery = z.object({
  tenant: z
    .string()
    .regex(/^[0-9a-z][0-9a-z.-]{0,255}$/i, 'is not a tenant id')
    .optional(),
});
/** How outcomes are written: as their events have them, or as events of OCSF. */
const formatQuery = z.object({ format: z.enum(['ocsf'], 'must be ocsf').optional() });
const requestQuery = pageQuery.extend(formatQuery.shape);
const historyQuery = requestQuery.extend(tenantQuery.shape);
const outcomesQuery = historyQuery.extend({
  status: z
    .string()
    .transform((listed) => listed.split(','))
    .pipe(z.array(z.enum(statuses, { error: `must be among ${statuses.join(', ')}` })).max(statuses.length))
    .optional(),
  user: identifier(512).optional(),
  requestId: identifier(512).optional(),
  since: utcTime('must be RFC 3339 with an offset: 2026-11-26T10:00:00Z')
    .transform((time) => new Date(time))
    .optional(),
});
const containmentsQuery = pageQuery.extend({
  ...tenantQuery.shape,
  user: identifier(512).optional(),
  requestId: identifier(512).optional(),
  state: z.enum(containmentStates, { error: `must be among ${containmentStates.join(', ')}` }).optional(),
});
const previewQuery = z.object({
  receivedBy: z
    .string()
    .max(512)
    .transform(readReceivedBy)
    .refine((sender) => sender !== undefined, 'is not the name of a sender')
    .optional(),
  asNew: z.enum(['true', 'false'], 'must be true or false').default('false'),
});

type Query = Iterable<readonly [string, string]>;

export const readPageQuery = (query: Query) => readQuery(pageQuery, query);
export const readTenantPageQuery = (query: Query) => readQuery(pageQuery.extend(tenantQuery.shape), query);
export const readRequestQuery = (query: Query) => readQuery(requestQuery, query);
export const readHistoryQuery = (query: Query) => readQuery(historyQuery, query);
export const readOutcomesQuery = (query: Query) => readQuery(outcomesQuery, query);
export const readContainmentsQuery = (query: Query) => readQuery(containmentsQuery, query);
export const readTenantQuery = (query: Query) => readQuery(tenantQuery, query);
export const readPreviewQuery = (query: Query) => readQuery(previewQuery, query);

/**
 * Reads a step of the path that names something; undefined when nothing has such a name. The host decodes each step but its
 * slashes.
 */
export function readStep(step = ''): string | undefined {
  return identifier(512).safeParse(step.replaceAll(/%2f/gi, '/')).data;
}

function readQuery<T>(schema: z.ZodType<T>, query: Query): Read<T> {
  return readWith(schema, Object.fromEntries(query), 'The query cannot be read.');
}

function readWith<T>(schema: z.ZodType<T>, value: unknown, detail: string): Read<T> {
  const parsed = schema.safeParse(value);
  return parsed.success
    ? { kind: 'read', value: parsed.data }
    : problem('invalid', detail, { issues: issuesOf(parsed.error) });
}
