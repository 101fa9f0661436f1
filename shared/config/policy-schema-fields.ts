import * as z from 'zod';
import { incidentSystems } from '../core/incident';
import { roleTemplateId } from '../core/directory-role';
import { GUID } from '../core/guid';
import { severities } from '../core/severity';
import { duration } from './duration';
import { MAX_IN_LIST, list, nameOfSender, text, unknownKeys } from './policy-schema-parts';

/** The number of users that one ledger entry can count ("Understanding the Table service data model"). */
const MAX_BRAKE_USERS = 10_000;
const MAX_REPEATS = 100;
const HOUR_MS = 3_600_000;

const userName = text
  // An invisible character is reported by a health check, and does not stop the app.
  .refine((name) => GUID.test(name) || /^[^\p{White_Space}@]+@[^\p{White_Space}@]+$/u.test(name), {
    error: 'is neither an object id nor a user principal name',
  })
  // As the directory compares names; `foldedName` of a name may be one that the directory does not know.
  .transform((name) => name.normalize('NFC').toLowerCase());
export const groupId = text
  .refine((id) => GUID.test(id), { error: 'is not the object id of a group (a GUID)' })
  .transform((id) => id.toLowerCase());
export const role = text.transform((written, context): string => {
  const id = roleTemplateId(written);
  if (id !== undefined) return id;
  context.addIssue({
    code: 'custom',
    message: 'is neither the name nor the template id of a directory role',
  });
  return z.NEVER;
});

export const protectedAccounts = z
  .strictObject({ users: list(userName), groups: list(groupId), roles: list(role) }, unknownKeys)
  .describe('Never signed out: break-glass accounts, the operators of this app');

export const brakeLimits = z
  .strictObject(
    {
      users: z
        .int({ error: 'must be a whole number' })
        .min(0, { error: 'must not be negative' })
        .max(MAX_BRAKE_USERS, { error: `must not be more than ${String(MAX_BRAKE_USERS)}` })
        .describe('Distinct users that may be signed out within the window'),
      window: duration('P30D').default(HOUR_MS).describe('ISO 8601, at most P30D'),
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

/** More would let one source take the place of all others: with this many users in ten minutes it has less than a hundredth of Graph's quota. */
const URGENT_USERS = 100;
const MAX_URGENT_USERS = 1000;
const TEN_MINUTES_MS = 600_000;

export const urgentLimits = z
  .strictObject(
    {
      sources: z
        .array(
          nameOfSender.refine((name) => !name.toLowerCase().startsWith('unproven'), {
            error: 'is a sender that is not proven: its severities cannot be trusted',
          }),
          { error: 'must be a list' },
        )
        .max(...MAX_IN_LIST)
        .default(['queue', 'webhook', 'entra', 'issuer'])
        .describe('Senders whose alerts of high or critical severity are urgent; none: an empty list'),
      users: z
        .int({ error: 'must be a whole number' })
        .min(1, { error: 'must be at least 1' })
        .max(MAX_URGENT_USERS, { error: `must not be more than ${String(MAX_URGENT_USERS)}` })
        .default(URGENT_USERS)
        .describe('Urgent users per source within the window, in each process'),
      window: duration('P1D').default(TEN_MINUTES_MS).describe('ISO 8601, at most P1D'),
    },
    unknownKeys,
  )
  .describe('Which requests are done past the backlog of the others, and how many');

export const severityBelow = z
  .enum(severities, { error: `must be one of ${severities.join(', ')}` })
  .optional()
  .describe('Alerts below this severity, or of unknown severity, need approval');

export const approvers = z
  .array(
    text.transform((name) => name.normalize('NFC').toLowerCase()),
    { error: 'must be a list' },
  )
  .min(1, { error: 'must name at least one approver, or be absent' })
  .max(...MAX_IN_LIST)
  .optional()
  .describe(
    'Who may decide, by user principal name or object id; absent: every user of the tenant but the requester and the user concerned',
  );

const MAX_QUORUM = 10;
const proof = z.enum(['required', 'optional'], { error: 'must be required or optional' });
const authenticationContext = text
  .regex(/^c[1-9]\d?$/, { error: 'is not the id of an authentication context (c1 to c99)' })
  .optional()
  .describe('The authentication context of Entra ID that the sign-in of an approver must have met');

/** What makes a decision count; each field may be absent. */
export const approvalFields = {
  proof: proof
    .optional()
    .describe(
      'required: only persons whom an access token has proven decide; absent: required with API_AUDIENCE',
    ),
  maxAuthAge: duration('P1D').optional().describe('How old the sign-in of an approver may be; at most P1D'),
  quorum: z
    .int({ error: 'must be a whole number' })
    .min(1, { error: 'must be at least 1' })
    .max(MAX_QUORUM, { error: `must not be more than ${String(MAX_QUORUM)}` })
    .optional()
    .describe('How many persons must approve'),
  authenticationContext,
};

const systemsOfIncidents = z
  .array(z.enum(incidentSystems, { error: `must be one of ${incidentSystems.join(', ')}` }), {
    error: 'must be a list',
  })
  .refine((names) => new Set(names).size === names.length, { error: 'names a system twice' });

/** Whose incidents undo containments. */
export const restoreFalsePositives = systemsOfIncidents.describe(
  'The systems whose incidents, once closed as false positives, undo the containments that they caused; absent: none',
);

/** Whose incidents learn outcomes. */
export const writeBack = systemsOfIncidents.describe(
  'The systems whose incidents learn the outcomes that they caused; absent: none',
);
