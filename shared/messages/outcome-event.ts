import * as z from 'zod';

const text = z.string().exactOptional();

/** The parts that several events have. */
export const writtenUser = z.object({
  reference: z.string(),
  id: text,
  userPrincipalName: text,
  userType: text,
});
export const writtenAlert = z.object({
  provider: text,
  id: text,
  title: text,
  severity: text,
  url: text,
  createdAt: text,
  firstSeenAt: text,
  incidentId: text,
});
export const writtenMethod = z.object({
  name: z.string(),
  status: z.string(),
  attempts: z.number(),
  requestIds: z.array(z.string()),
  detail: text,
});

/** What readers of the topic use of an outcome. Fields and statuses that this version does not know are let through. */
export const outcomeEvent = z.object({
  id: z.string().min(1),
  time: z.string(),
  type: z.literal('io.github.session-revoker.outcome.v1'),
  data: z.object({
    requestId: z.string(),
    status: z.string(),
    predicted: text,
    mode: z.string(),
    message: z.string(),
    receivedBy: text,
    reason: text,
    user: writtenUser.exactOptional(),
    tenantId: text,
    alert: writtenAlert.exactOptional(),
    event: text,
    sourceRule: text,
    requestedBy: text,
    requestedAt: text,
    receivedAt: z.string(),
    completedAt: z.string(),
    revokedAt: text,
    effectiveNoLaterThan: text,
    bound: text,
    verified: z.boolean().exactOptional(),
    methods: z.array(writtenMethod),
    duplicateOf: text,
    detail: text,
    confirmation: z
      .object({
        id: z.string(),
        expiresAt: z.string(),
        decision: text,
        by: text,
        byProven: z.boolean().exactOptional(),
        byId: text,
        approvers: z.array(z.object({ id: z.string(), userPrincipalName: text })).exactOptional(),
        quorum: z.number().exactOptional(),
        decidedAt: text,
      })
      .exactOptional(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).exactOptional(),
  }),
});

/** An outcome as its readers find it on the topic. */
export type OutcomeEvent = z.infer<typeof outcomeEvent>;
