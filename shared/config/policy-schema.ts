import * as z from 'zod';
import { roleTemplateId } from '../core/directory-role';
import { GUID } from '../core/guid';
import { severities } from '../core/severity';
import { duration } from './duration';
import { MAX_ENTRIES, list, text, unknownKeys } from './policy-schema-parts';
import { sourcesSchema } from './sources-schema';

const HOUR_MS = 3_600_000;
/** The number of users that one ledger entry can count ("Understanding the Table service data model"). */
const MAX_BRAKE_USERS = 2000;
const MAX_REPEATS = 100;

const userName = text
  // An invisible character is reported by a health check, and does not stop the app.
  .refine((name) => GUID.test(name) || /^[^\p{White_Space}@]+@[^\p{White_Space}@]+$/u.test(name), {
    error: 'is neither an object id nor a user principal name',
  })
  // As the directory compares names; `foldedName` of a name may be one that the directory does not know.
  .transform((name) => name.normalize('NFC').toLowerCase());
const groupId = text
  .refine((id) => GUID.test(id), { error: 'is not the object id of a group (a GUID)' })
  .transform((id) => id.toLowerCase());
const role = text.transform((written, context): string => {
  const id = roleTemplateId(written);
  if (id !== undefined) return id;
  context.addIssue({
    code: 'custom',
    message: 'is neither the name nor the template id of a directory role',
  });
  return z.NEVER;
});

const protectedAccounts = z
  .strictObject({ users: list(userName), groups: list(groupId), roles: list(role) }, unknownKeys)
  .describe('Never signed out: break-glass accounts, the operators of this app');

const brakeLimits = z
  .strictObject(
    {
      users: z
        .int({ error: 'must be a whole number' })
        .min(0, { error: 'must not be negative' })
        .max(MAX_BRAKE_USERS, { error: `must not be more than ${String(MAX_BRAKE_USERS)}` })
        .describe('Distinct users that may be signed out within the window'),
      window: duration('P30D').describe('ISO 8601, at most P30D'),
      repeats: z
        .int({ error: 'must be a whole number' })
        .min(1, { error: 'must be at least 1' })
        .max(MAX_REPEATS, { error: `must not be more than ${String(MAX_REPEATS)}` })
        .default(3)
        .describe('Revocations of one user for one sender within the window'),
    },
    unknownKeys,
  )
  .describe('How many users may be signed out at once before a person must release more');

/** The brake of a policy that names none. */
const DEFAULT_BRAKE = { users: 25, window: 'PT1H' };

const brake = z
  .union([z.literal('none', { error: 'must be an object, or none in so many words' }), brakeLimits])
  .describe('`none` switches the brake off');

const confirmation = z
  .strictObject(
    {
      always: z.boolean({ error: 'must be true or false' }).default(false),
      groups: list(groupId),
      roles: list(role),
      severityBelow: z
        .enum(severities, { error: `must be one of ${severities.join(', ')}` })
        .optional()
        .describe('Alerts below this severity, or of unknown severity, need approval'),
      expiresAfter: duration('P30D')
        .default(12 * HOUR_MS)
        .describe('At most P30D'),
      approvers: z
        .array(
          text.transform((name) => name.normalize('NFC').toLowerCase()),
          { error: 'must be a list' },
        )
        .min(1, { error: 'must name at least one approver, or be absent' })
        .max(MAX_ENTRIES)
        .optional()
        .describe(
          'Who may decide, by user principal name or object id; absent: every user of the tenant but the requester and the user concerned',
        ),
    },
    unknownKeys,
  )
  .describe('When a person must approve');

const lowerCase = (value: string): string => value.toLowerCase();
const NOT_NETBIOS = 'has a key that is not a NetBIOS name (at most 15 characters, no dot)';
const netbiosDomains = z
  .record(
    text.regex(/^[^.\\@\s]{1,15}$/),
    text
      .regex(/^[^\s@\\]+\.[^\s@\\.]+$/, { error: 'is not a DNS name (corp.example.com)' })
      .transform(lowerCase),
    { error: ({ code }) => (code === 'invalid_key' ? NOT_NETBIOS : 'must be an object') },
  )
  .refine((names) => new Set(Object.keys(names).map(lowerCase)).size === Object.keys(names).length, {
    error: 'has the same NetBIOS name twice, in another case',
  })
  .transform((names) =>
    Object.fromEntries(Object.entries(names).map(([name, domain]) => [lowerCase(name), domain])),
  )
  .describe(
    'The DNS names of domains by their NetBIOS names, where these are not the first label of the DNS name',
  );

/** The policy as it is written. Durations become ms, roles their template ids, and names lower case. */
export const policySchema = z
  .strictObject(
    {
      mode: z.enum(['revoke', 'whatIf'], { error: 'must be revoke or whatIf' }).default('revoke'),
      sources: sourcesSchema.prefault([]),
      protected: protectedAccounts.prefault({}),
      brake: brake.prefault(DEFAULT_BRAKE),
      confirmation: confirmation.prefault({}),
      netbiosDomains: netbiosDomains.optional(),
      maxRequestAge: duration('P30D')
        .default(4 * HOUR_MS)
        .describe('At most P30D'),
      unknownAge: z
        .enum(['confirm', 'revoke'], { error: 'must be confirm or revoke' })
        .default('confirm')
        .describe('What becomes of an alert that has times of which none can be read'),
      deduplicationWindow: duration('P90D').default(HOUR_MS).describe('At most P90D'),
      recordRetention: duration('P90D')
        .default(7 * 24 * HOUR_MS)
        .describe('At most P90D'),
    },
    unknownKeys,
  )
  .refine(
    ({ recordRetention, maxRequestAge, deduplicationWindow }) =>
      recordRetention >= Math.max(maxRequestAge, deduplicationWindow),
    {
      path: ['recordRetention'],
      error:
        'must not be shorter than maxRequestAge and deduplicationWindow: a removed record cannot prevent a repetition',
    },
  )
  .meta({
    title: 'session-revoker policy',
    description:
      'The value of REVOCATION_POLICY. Durations are ISO 8601 in weeks, days, hours, minutes, seconds.',
  });

/** The policy's contract as JSON Schema (draft 2020-12), for editors. */
export function policyJsonSchema(): unknown {
  return z.toJSONSchema(policySchema, { target: 'draft-2020-12', io: 'input' });
}
