import * as z from 'zod';
import { GUID } from '../core/guid';
import type { UserReference } from '../core/user-reference';
import { UNKNOWN_FIELD, canonicalFields, fieldNames } from './canonical-fields';
import { identifier } from './text';
import { plainName } from './written-name';

const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';
/** [MS-DTYP] section 2.4.2.1: an authority and one to fifteen sub-authorities. */
const SID = /^S-1-\d{1,15}(?:-\d{1,10}){1,15}$/i;
const UPN = /^[^\s@/\\]+@[^\s@/\\]+$/;
const MAX_UPN = 320;
const MAX_SID = 200;
const MAX_BARE_NAME = 256;

const objectId = identifier(64)
  .refine((value) => GUID.test(value), { error: 'is not an object id (a GUID)' })
  .refine((value) => value !== EMPTY_GUID, { error: 'is the empty GUID, which identifies nobody' });
const principalName = identifier(MAX_UPN).refine((value) => UPN.test(value), {
  error: 'is not a user principal name (name@domain)',
});
const securityIdentifier = identifier(MAX_SID).refine((value) => SID.test(value), {
  error: 'is not a security identifier (S-1-…)',
});
const bareName = identifier(MAX_BARE_NAME).refine((value) => !/[@\\]/.test(value), {
  error: 'must be a bare name, without @ or \\',
});

/** A user reference as the ledger stores it. */
export const userReferenceSchema: z.ZodType<UserReference> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('id'), id: z.string() }),
  z.strictObject({ kind: z.literal('userPrincipalName'), userPrincipalName: z.string() }),
  z.strictObject({ kind: z.literal('sid'), sid: z.string() }),
  z.strictObject({ kind: z.literal('samAccountName'), samAccountName: z.string(), domain: z.string() }),
]);

type Kind = UserReference['kind'];

const shapes: Readonly<Record<Kind, z.ZodType<UserReference>>> = {
  id: z.object({ id: objectId }).transform(({ id }) => ({ kind: 'id' as const, id: id.toLowerCase() })),
  userPrincipalName: z
    .object({ userPrincipalName: principalName })
    .transform((fields) => ({ kind: 'userPrincipalName' as const, ...fields })),
  sid: z
    .object({ sid: securityIdentifier })
    .transform(({ sid }) => ({ kind: 'sid' as const, sid: sid.toUpperCase() })),
  samAccountName: z
    .object({ samAccountName: bareName, domain: bareName })
    .transform((fields) => ({ kind: 'samAccountName' as const, ...fields })),
};

/** Text of visible characters of ASCII, without @ and both slashes. */
const PLAIN_UPN = /^[!-.0-?A-[\]-~]+@[!-.0-?A-[\]-~]+$/;
/** The same with spaces and slashes in it. */
const PLAIN_NAME = /^[!-?A-[\]-~](?:[ -?A-[\]-~]*[!-?A-[\]-~])?$/;

/** Names that are plainly valid, as nearly all are: the schemas would find nothing in them, and take longer. */
const plain: Readonly<Record<Kind, (fields: Fields) => UserReference | undefined>> = {
  id: ({ id }) =>
    typeof id === 'string' && GUID.test(id) && id !== EMPTY_GUID
      ? { kind: 'id', id: id.toLowerCase() }
      : undefined,
  userPrincipalName: ({ userPrincipalName: name }) =>
    typeof name === 'string' && name.length <= MAX_UPN && PLAIN_UPN.test(name)
      ? { kind: 'userPrincipalName', userPrincipalName: name }
      : undefined,
  sid: ({ sid }) =>
    typeof sid === 'string' && sid.length <= MAX_SID && SID.test(sid)
      ? { kind: 'sid', sid: sid.toUpperCase() }
      : undefined,
  samAccountName: ({ samAccountName, domain }) =>
    isPlainName(samAccountName) && isPlainName(domain)
      ? { kind: 'samAccountName', samAccountName, domain }
      : undefined,
};

function isPlainName(name: unknown): name is string {
  return typeof name === 'string' && name.length <= MAX_BARE_NAME && PLAIN_NAME.test(name);
}

/** The ways to name a user, by the names of their fields in alphabetical order. */
const kinds: Readonly<Record<string, Kind>> = {
  id: 'id',
  userPrincipalName: 'userPrincipalName',
  sid: 'sid',
  'domain+samAccountName': 'samAccountName',
};

const FIELDS = fieldNames(['id', 'userPrincipalName', 'sid', 'samAccountName', 'domain']);

type Fields = Readonly<Record<string, unknown>>;

/** A reference that was read, or what is wrong with its fields. */
type ReferenceRead =
  | { readonly success: true; readonly data: UserReference }
  | { readonly success: false; readonly error: z.ZodError<UserReference> };

/** Reads the fields of one kind of reference; fails with what is wrong with them. */
export function readReference(kind: Kind, fields: Fields): ReferenceRead {
  const { userPrincipalName: name } = fields;
  const named = typeof name === 'string' ? { ...fields, userPrincipalName: plainName(name) } : fields;
  const data = plain[kind](named);
  return data ? { success: true, data } : shapes[kind].safeParse(named);
}

/** What is wrong with text that is no name of a user. A name of another kind has fields that say which. */
export const NO_NAME = 'is neither a user principal name (name@domain) nor an object id (a GUID)';

/**
 * Reads how a message names a user: a string that is an object id or a user principal name, or an object
 * whose fields state the kind of the name. A name whose kind is ambiguous is an issue.
 */
export const userReferenceField = z.unknown().transform((value, context): UserReference => {
  const isText = typeof value === 'string';
  const fields = isText ? fieldsOfText(value) : fieldsOfObject(value, context);
  const kind = fields && kinds[Object.keys(fields).sort().join('+')];
  if (!kind) {
    context.addIssue(
      isText
        ? NO_NAME
        : 'must name the user in exactly one way: id, userPrincipalName, sid, or samAccountName with domain',
    );
    return z.NEVER;
  }
  const read = readReference(kind, fields);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) {
    context.addIssue({ code: 'custom', path: isText ? [] : path, message });
  }
  return z.NEVER;
});

function fieldsOfText(written: string): Readonly<Record<string, unknown>> | undefined {
  const value = plainName(written);
  if (GUID.test(value)) return { id: value };
  return value.includes('@') ? { userPrincipalName: value } : undefined;
}

function fieldsOfObject(
  value: unknown,
  context: z.RefinementCtx,
): Readonly<Record<string, unknown>> | undefined {
  const canonical = canonicalFields(value, FIELDS);
  for (const name of canonical?.unknown ?? []) {
    context.addIssue({ code: 'custom', path: [name], message: UNKNOWN_FIELD });
  }
  return canonical?.fields;
}
