import * as z from 'zod';
import { compact } from '../core/compact';
import { containmentSteps } from '../core/containment-step';
import type { Alert, RevocationRequest } from '../core/request';
import type { UserReference } from '../core/user-reference';
import { distinctReferences } from '../core/user-reference';
import { requestedAlert, requestTime } from '../messages/alert-schema';
import { canonicalFields, fieldIssues, fieldNames } from '../messages/canonical-fields';
import { issuesOf } from '../messages/field-path';
import type { Format, ItemContext } from './format';
import type { JsonNode } from './json-node';
import type { Reading } from './reading';
import { identifier, text } from '../messages/text';
import { namesIn } from '../messages/written-name';
import { userReferenceField } from '../messages/user-reference-schema';

/** More users than this in one message outlast the lock on it; they belong in several messages. */
export const MAX_USERS = 1000;
/** More than there are, each of them twice. */
const MAX_STEPS = 20;
/** So many users that are not valid are enough to reject a request. */
const MAX_WRONG_USERS = 21;

const step = z.enum(containmentSteps, { error: `must be one of ${containmentSteps.join(', ')}` });
const stepsAskedFor = z
  .array(z.unknown(), { error: 'must be a list of steps' })
  .max(MAX_STEPS, { error: `must not name more than ${String(MAX_STEPS)} steps` })
  .pipe(z.array(step))
  .transform((steps) => [...new Set(steps)]);

// `null` means absent only where that cannot change what is done.
const nativeFields = z.object({
  id: identifier(128).nullish(),
  user: userReferenceField.optional(),
  users: z
    .array(z.unknown(), { error: 'must be a list of users' })
    .min(1, { error: 'must name at least one user' })
    .transform(eachUser)
    .optional(),
  whatIf: z.boolean({ error: 'must be true or false' }).default(false),
  confirm: z.boolean({ error: 'must be true or false' }).default(false),
  contain: stepsAskedFor.optional(),
  tenantId: identifier(256).optional(),
  reason: text(2000).nullish(),
  alert: requestedAlert.nullish(),
  requestedBy: text(320).nullish(),
  requestedAt: requestTime.nullish(),
});

type NativeFields = z.infer<typeof nativeFields>;

const TOP_FIELDS = fieldNames(Object.keys(nativeFields.shape));
const ALERT_FIELDS = fieldNames(Object.keys(requestedAlert.shape));

/** The project's own request: the cmdlet's parameters, and what an audit wants to know. */
export const native: Format = {
  name: 'native',
  matches: (message) => message.child('user') !== undefined || message.child('users') !== undefined,
  read: readNative,
};

function readNative(message: JsonNode, context: ItemContext): Reading {
  const { fields: written, unknown } = nameFields(message.content);
  const fields = withSeparateUsers(written);
  const issues = fieldIssues(unknown, context.repeatedKeys());
  if ('user' in fields && 'users' in fields) {
    issues.push({ path: 'users', message: 'cannot be combined with user: give one of the two' });
  }
  const tooMany = whyTooMany(usersIn(fields), context);
  if (tooMany !== undefined) issues.push({ path: 'users', message: tooMany });
  const parsed = nativeFields.safeParse(tooMany === undefined ? fields : { ...fields, users: undefined });
  if (!parsed.success) issues.push(...issuesOf(parsed.error));
  if (!parsed.success || issues.length > 0) {
    const id = nativeFields.shape.id.safeParse(fields['id']).data;
    return { kind: 'rejected', format: native.name, ...(id && { requestId: id }), issues };
  }
  return { kind: 'request', request: requestOf(parsed.data, context) };
}

function whyTooMany(users: number, { admitUsers }: ItemContext): string | undefined {
  if (users > MAX_USERS) return `must not name more than ${String(MAX_USERS)} users`;
  if (!admitUsers || admitUsers(users)) return undefined;
  return `is in a message that names more than ${String(MAX_USERS)} users`;
}

function usersIn({ users, user }: Record<string, unknown>): number {
  if (Array.isArray(users)) return users.length;
  return user === undefined ? 0 : 1;
}

/** Reads users until there are too many that are not valid. */
function eachUser(users: readonly unknown[], context: z.RefinementCtx): UserReference[] {
  const references: UserReference[] = [];
  let wrong = 0;
  for (const [n, user] of users.entries()) {
    const read = userReferenceField.safeParse(user);
    if (read.success) references.push(read.data);
    else if (++wrong > MAX_WRONG_USERS) break;
    for (const { path, message } of read.error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: [n, ...path], message });
    }
  }
  return references;
}

/** A field of text with several names is about as many users; with one, the field stays as it is. */
function withSeparateUsers({ user, users, ...others }: Record<string, unknown>): Record<string, unknown> {
  const named = separateUsers([user]);
  return {
    ...others,
    ...(users !== undefined && { users: Array.isArray(users) ? separateUsers(users) : users }),
    ...(named.length > 1 && users === undefined ? { users: named } : user !== undefined && { user }),
  };
}

/** One user more than a request may name is enough for it to be rejected. */
function separateUsers(written: readonly unknown[]): readonly unknown[] {
  const users: unknown[] = [];
  for (const value of written) {
    if (users.length > MAX_USERS) break;
    const names = typeof value === 'string' ? namesIn(value, MAX_USERS + 1) : [];
    for (const user of names.length > 1 ? names : [value]) users.push(user);
  }
  return users;
}

/** Names are matched without case at the top and within `alert`; what is no field of ours is an issue. */
function nameFields(value: unknown): { fields: Record<string, unknown>; unknown: readonly string[] } {
  const top = canonicalFields(value, TOP_FIELDS);
  const alert = canonicalFields(top?.fields['alert'], ALERT_FIELDS);
  const within = alert?.unknown.map((name) => `alert.${name}`) ?? [];
  return {
    fields: { ...top?.fields, ...(alert && { alert: alert.fields }) },
    unknown: [...(top?.unknown ?? []), ...within],
  };
}

function requestOf(fields: NativeFields, context: ItemContext): RevocationRequest {
  const { id, user, users = user ? [user] : [], whatIf, confirm, contain, tenantId } = fields;
  const { reason, alert, requestedBy, requestedAt } = fields;
  return compact({
    id: id ?? context.fallbackId,
    format: native.name,
    users: distinctReferences(users),
    mode: whatIf ? ('whatIf' as const) : ('revoke' as const),
    confirm,
    contain,
    tenantId,
    reason: reason ?? undefined,
    alert: alert ? alertOf(alert) : undefined,
    requestedBy: requestedBy ?? undefined,
    requestedAt: requestedAt ?? undefined,
  });
}

function alertOf(alert: z.infer<typeof requestedAlert>): Alert {
  const { provider, id, title, severity, url, createdAt, firstSeenAt, incidentId } = alert;
  return compact({
    provider: provider ?? undefined,
    id: id ?? undefined,
    title: title ?? undefined,
    severity: severity ?? undefined,
    url: url ?? undefined,
    createdAt: createdAt ?? undefined,
    firstSeenAt: firstSeenAt ?? undefined,
    incidentId: incidentId ?? undefined,
  });
}
