import * as z from 'zod';
import { containedItemKinds } from '../core/contained-item';
import { methodStatuses, statuses } from '../core/outcome';
import { bounds } from '../core/token-life';
import { alertSchema } from './alert-schema';

const time = z.iso.datetime().describe('RFC 3339 UTC');
const status = z.enum(statuses);

/** The user of a result. */
export const resultUser = z.strictObject({
  reference: z.string().describe('The user as the request named them'),
  id: z.string().optional().describe('Object id, once the directory knew the user'),
  userPrincipalName: z.string().optional(),
  userType: z.string().optional(),
});

const itemFields = {
  kind: z.enum(containedItemKinds),
  id: z.string().describe("The backend's own id"),
  name: z.string().optional().describe('What a person calls it, without anything secret'),
  addedAt: z.string().optional().describe('When it was added, RFC 3339, where that is known'),
};

/** What one method of revoking, or one step of a containment, did. */
export const resultMethod = z.strictObject({
  name: z.string(),
  status: z
    .enum(methodStatuses)
    .describe('`pending`: an event of the type io.github.session-revoker.method.v1 reports it later'),
  attempts: z.int().nonnegative(),
  requestIds: z.array(z.string()).describe("The backend's ids of the calls, for its support"),
  detail: z.string().optional(),
  changed: z
    .array(
      z.strictObject({
        ...itemFields,
        isFinal: z.literal(true).optional().describe('It cannot be brought back'),
      }),
    )
    .optional()
    .describe('What a step of a containment has changed, or would change'),
  kept: z
    .array(z.strictObject({ ...itemFields, reason: z.string() }))
    .optional()
    .describe('What a step of a containment has left as it was, or would leave'),
  notListed: z.int().positive().optional().describe('How many items are not listed'),
});

const confirmation = z.strictObject({
  id: z.string().describe('The id that a decision refers to'),
  expiresAt: time.describe('When the request expires without a decision'),
  decision: z.enum(['approve', 'decline', 'expire']).optional(),
  by: z.string().optional().describe('Who decided, a person or an incident; of several approvers the last'),
  byProven: z
    .literal(true)
    .optional()
    .describe('Present when an access token has proven who decided, and every approver'),
  byId: z.string().optional().describe('The object id of the proven person whom `by` names'),
  approvers: z
    .array(z.strictObject({ id: z.string(), userPrincipalName: z.string().optional() }))
    .readonly()
    .optional()
    .describe('All who approved, where policy needed several'),
  quorum: z.int().positive().optional().describe('How many had to approve, where it was several'),
  decidedAt: time.optional(),
});

const data = z.strictObject({
  requestId: z.string(),
  status,
  predicted: status.optional().describe('Under whatIf: the status that a revocation would have had'),
  mode: z.enum(['revoke', 'whatIf']),
  message: z.string().describe('A sentence for a person, in the configured language'),
  receivedBy: z
    .string()
    .optional()
    .describe('The authenticated sender: queue, webhook:NAME, entra:APP_ID, issuer:ISS or unproven'),
  reason: z.string().optional().describe("The sender's reason"),
  user: resultUser.optional().describe('Absent when no user could be read from the message'),
  tenantId: z.string().optional(),
  alert: alertSchema.optional(),
  event: z
    .string()
    .optional()
    .describe('The type or name of the event behind the alert, as its format reads it'),
  sourceRule: z
    .string()
    .optional()
    .describe('The rule of `sources` that decided what the event may do: `sources[0]`, or a shipped rule'),
  requestedBy: z.string().optional(),
  requestedAt: z.iso.datetime({ offset: true }).optional(),
  receivedAt: time,
  completedAt: time,
  revokedAt: time.optional(),
  effectiveNoLaterThan: time
    .optional()
    .describe('The latest time at which a token issued before the revocation expires'),
  bound: z
    .enum(bounds)
    .optional()
    .describe(
      'Where effectiveNoLaterThan comes from. default: no token lifetime policy of the tenant is longer than 90 minutes; policy: one is; unknown: the policies were not read. Absent in outcomes of earlier versions',
    ),
  verified: z
    .boolean()
    .optional()
    .describe('Whether the directory showed the revocation when read back; absent when it could not be read'),
  methods: z.array(resultMethod),
  duplicateOf: z.string().optional().describe('The id of the outcome that answered the same work'),
  detail: z.string().optional().describe('The explanation of the status, in the configured language'),
  confirmation: confirmation.optional().describe('Present when the request waits or waited for approval'),
  issues: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});

/** The result message's body: CloudEvents 1.0, structured mode, JSON. A public contract. */
export const resultSchema = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.string().describe('Equal for every copy of one outcome; also the Service Bus messageId'),
    source: z.string(),
    type: z.literal('io.github.session-revoker.outcome.v1'),
    subject: status,
    time,
    datacontenttype: z.literal('application/json'),
    data,
  })
  .meta({
    title: 'session-revoker result',
    description: 'The outcome for one user of one revocation request.',
  });

export type Result = z.infer<typeof resultSchema>;
