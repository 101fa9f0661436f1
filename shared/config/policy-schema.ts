import * as z from 'zod';
import type { RevocationMethods } from '../core/revocation-method';
import { revocationMethods } from '../core/revocation-method';
import { containmentSchema } from './containment-schema';
import { duration } from './duration';
import {
  approvalFields,
  approvers,
  brakeLimits,
  groupId,
  protectedAccounts,
  role,
  severityBelow,
  urgentLimits,
  restoreFalsePositives,
  writeBack,
} from './policy-schema-fields';
import { list, text, unknownKeys } from './policy-schema-parts';
import { sourcesSchema } from './sources-schema';
import { watchSchema } from './watch-schema';

const HOUR_MS = 3_600_000;

const method = z.enum(revocationMethods, { error: `must be one of ${revocationMethods.join(', ')}` });
const methods = z
  .array(method, { error: 'must be a list' })
  .min(1, { error: 'must name at least one method' })
  .refine((names) => new Set(names).size === names.length, { error: 'names a method twice' })
  .transform(([first, ...others]): RevocationMethods => (first === undefined ? z.NEVER : [first, ...others]))
  .describe('The methods of every revocation; absent: all that are configured');

/** The brake of a policy that names none. */
const DEFAULT_BRAKE = { users: 25 };

const brake = z
  .union([z.literal('none', { error: 'must be an object, or none in so many words' }), brakeLimits])
  .describe('`none` switches the brake off');

const confirmation = z
  .strictObject(
    {
      always: z.boolean({ error: 'must be true or false' }).default(false),
      groups: list(groupId),
      roles: list(role),
      severityBelow,
      expiresAfter: duration('P30D')
        .default(12 * HOUR_MS)
        .describe('At most P30D'),
      approvers,
    },
    unknownKeys,
  )
  .describe('When a person must approve');

const QUARTER_HOUR_MS = HOUR_MS / 4;

const approvals = z
  .strictObject(
    {
      ...approvalFields,
      maxAuthAge: approvalFields.maxAuthAge.unwrap().default(QUARTER_HOUR_MS),
      quorum: approvalFields.quorum.unwrap().default(1),
    },
    unknownKeys,
  )
  .describe('What makes the decision of an approver count');

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
      methods: methods.optional(),
      sources: sourcesSchema.prefault([]),
      protected: protectedAccounts.prefault({}),
      brake: brake.prefault(DEFAULT_BRAKE),
      urgent: urgentLimits.prefault({}),
      confirmation: confirmation.prefault({}),
      approvals: approvals.prefault({}),
      containment: containmentSchema.optional(),
      watch: watchSchema.optional(),
      restoreFalsePositives: restoreFalsePositives.optional(),
      writeBack: writeBack.optional(),
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
