import * as z from 'zod';
import { containmentSteps } from '../core/containment-step';
import { revocationMethods } from '../core/revocation-method';
import { requestedAlert } from '../messages/alert-schema';
import { remediationSchema } from '../messages/ocsf/remediation-schema';
import { resultSchema, resultUser } from '../messages/result-schema';
import { identifier, text } from '../messages/text';
import { problems } from './answer';
import {
  askedSteps,
  contained,
  givenUp,
  givingUp,
  restoreAsked,
  restores,
  restoring,
} from './containment-schemas';
import {
  keptOriginal,
  original,
  resumption,
  settled,
  settling,
  status,
  stopping,
  switched,
} from './operating-schemas';
import { nextLink, time } from './schema-parts';

/** As many as one call may decide on. */
export const MAX_DECISIONS = 100;
/** As many as one page of a list has at most. */
export const MAX_PAGE = 100;

const verb = z.enum(['approve', 'decline', 'withdraw'], {
  error: 'must be approve, decline or withdraw',
});
const digest = z
  .string({ error: 'is required: the digest of what was shown' })
  .regex(/^[0-9a-f]{64}$/, 'is not a digest as GET /api/approvals has it')
  .describe('Of what the person was shown, as GET /api/approvals has it');
const approvalId = identifier(128).describe('The id of a request for approval');

/** What decides on one request that waits. */
export const decisionBody = z.strictObject({
  decision: verb.describe('withdraw takes back an approval, until the request is decided'),
  digest,
});

/** What decides on many. */
export const decisionsBody = z.strictObject({
  decision: verb,
  approvals: z
    .array(z.strictObject({ id: approvalId, digest }), { error: 'must be a list of ids and digests' })
    .min(1, { error: 'must name at least one' })
    .max(MAX_DECISIONS, { error: `must not name more than ${String(MAX_DECISIONS)}` }),
});

const userName = z.union([
  z.string().describe('A user principal name or an object id; also DOMAIN\\name or a SID'),
  z.record(z.string(), z.string()).describe('One field that names the user, such as id, sid or mail'),
]);

/** What a request may contain, for a description; the app reads it as it reads a request from the queue. */
const newRequest = z.strictObject({
  id: identifier(128).optional().describe('Of the request; absent: Idempotency-Key, or a new one'),
  user: userName.optional(),
  users: z.array(userName).min(1).max(1000).optional().describe('In place of user'),
  whatIf: z.boolean().optional(),
  confirm: z.boolean().optional().describe('Whether a person must approve first'),
  contain: z
    .array(z.enum(containmentSteps))
    .optional()
    .describe('Steps of a containment in place of those of policy; an empty list: none'),
  tenantId: identifier(256).optional(),
  reason: text(2000).optional(),
  alert: requestedAlert.partial().optional(),
  requestedAt: z.iso.datetime({ offset: true }).optional(),
});

const outcome = z.strictObject({ id: z.string(), ...resultSchema.shape.data.shape });
const approval = z.strictObject({
  id: approvalId,
  digest: digest.describe('Of all this and of what would be done; a decision carries it'),
  status: z.enum(['awaitingConfirmation', 'held']),
  detail: z.string().describe('Why it waits'),
  requestedAt: time,
  expiresAt: time,
  plan: z
    .strictObject({
      mode: outcome.shape.mode,
      methods: z.array(z.enum(revocationMethods)).describe('Empty: it only takes steps'),
      steps: z
        .array(z.enum(containmentSteps))
        .optional()
        .describe('Steps of a containment that may be done beside; absent: none'),
    })
    .describe('What an approval would set in motion now, by policy'),
  user: resultUser,
  tenantId: z.string(),
  requestId: z.string(),
  alert: outcome.shape.alert,
  event: outcome.shape.event,
  requestedBy: outcome.shape.requestedBy,
  receivedBy: outcome.shape.receivedBy,
  reason: outcome.shape.reason,
  restore: restoreAsked
    .optional()
    .describe('Of a request to undo: what is brought back after one more revocation, and what is final'),
  contain: askedSteps.optional().describe('Of a request to take steps on a user who is signed out already'),
  approvals: z
    .strictObject({ count: z.int(), quorum: z.int() })
    .optional()
    .describe('How many have approved what is shown, and how many must; absent while that is not known'),
  approvers: z
    .array(z.strictObject({ id: z.string(), userPrincipalName: z.string().optional(), at: time }))
    .optional()
    .describe(
      'Who has approved what is shown so far; those who may not decide any more are left out when it is decided',
    ),
});
const problem = z.object({
  type: z
    .string()
    .describe(`urn:session-revoker:problem:CODE, where CODE is one of ${Object.keys(problems).join(', ')}`),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  reason: z.string().optional().describe('Why a token proves nobody'),
  issues: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});
const decided = z.strictObject({
  id: approvalId,
  decision: z.enum(['approve', 'decline']),
  by: z.string().describe('Who decided, as the directory calls them; of several approvers the last'),
  byProven: z.literal(true).optional().describe('A token has proven them, and every other approver'),
  approvers: z
    .array(z.string())
    .optional()
    .describe('The object ids of all approvers, where several had to approve'),
  decidedAt: time,
});
const voted = z.strictObject({
  id: approvalId,
  decision: z.literal('approve'),
  approvals: z
    .strictObject({ count: z.int(), quorum: z.int() })
    .describe('How many have approved, and how many must'),
});
const withdrawn = z.strictObject({ id: approvalId, decision: z.literal('withdraw') });

/** The bodies of calls and answers, by the names that the description gives them. */
export const schemas = {
  NewRequest: newRequest,
  Accepted: z.strictObject({ id: z.string().describe('Of the request') }),
  Outcome: outcome,
  Request: z.strictObject({ id: z.string(), value: z.array(outcome), nextLink }),
  History: z.strictObject({
    user: z.strictObject({ id: z.string(), userPrincipalName: z.string().optional() }),
    since: time.describe('Older outcomes are not kept'),
    value: z.array(outcome),
    nextLink,
  }),
  Outcomes: z.strictObject({
    since: time.describe('Older outcomes are not shown'),
    value: z.array(outcome).describe('May have fewer than asked for, even none, where nextLink is present'),
    nextLink,
  }),
  OutcomesAsOcsf: z.looseObject({ value: z.array(remediationSchema), nextLink }),
  Preview: z.strictObject({
    receivedBy: z.string().describe('The sender by whom it was judged'),
    value: z.array(outcome),
  }),
  Approval: approval,
  Approvals: z.strictObject({ value: z.array(approval), nextLink }),
  Decision: decisionBody,
  Decisions: decisionsBody,
  Decided: z.union([decided, withdrawn]),
  Voted: voted,
  ManyDecided: z.strictObject({
    value: z.array(z.union([decided, voted, withdrawn, z.strictObject({ id: approvalId, problem })])),
  }),
  Contained: contained,
  Containments: z.strictObject({ value: z.array(contained), nextLink }),
  Restoring: restoring,
  Restores: restores,
  GivingUp: givingUp,
  GivenUp: givenUp,
  Status: status,
  Stopping: stopping,
  Resumption: resumption,
  Switched: switched,
  KeptOriginal: keptOriginal,
  Quarantine: z.strictObject({ value: z.array(keptOriginal), nextLink }),
  Original: original,
  Settling: settling,
  Settled: settled,
  HealthDetails: z.strictObject({
    status: z.enum(['healthy', 'unhealthy']),
    checks: z.array(z.looseObject({ name: z.string(), status: z.string(), detail: z.string() })),
  }),
  Problem: problem,
} as const;

export type SchemaName = keyof typeof schemas;
export type OutcomeItem = z.input<typeof outcome>;
export type ApprovalItem = z.input<typeof approval>;
export type DecidedItem = z.input<typeof decided>;
export type VotedItem = z.input<typeof voted>;
export type WithdrawnItem = z.input<typeof withdrawn>;
export type HistoryItem = z.input<typeof schemas.History>;
export type OutcomesItem = z.input<typeof schemas.Outcomes>;
export type ContainmentsItem = z.input<typeof schemas.Containments>;
export type HealthItem = z.input<typeof schemas.HealthDetails>;
