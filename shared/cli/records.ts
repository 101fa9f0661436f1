import * as z from 'zod';

// What commands show, in the shapes of the API. An app that is newer than the command line may send more: it is kept.

const text = z.string();

/** What a step of a containment has changed, or would change. */
const changedItem = z.looseObject({
  kind: text,
  id: text,
  name: text.optional(),
  isFinal: z.boolean().optional(),
});
export type ChangedItem = z.infer<typeof changedItem>;

/** An outcome of a request for one user. */
export const outcomeRecord = z.looseObject({
  id: text,
  requestId: text,
  status: text,
  message: text,
  completedAt: text,
  predicted: text.optional(),
  user: z
    .looseObject({ reference: text, id: text.optional(), userPrincipalName: text.optional() })
    .optional(),
  tenantId: text.optional(),
  detail: text.optional(),
  alert: z.looseObject({ id: text.optional(), title: text.optional(), severity: text.optional() }).optional(),
  event: text.optional(),
  sourceRule: text.optional(),
  requestedBy: text.optional(),
  revokedAt: text.optional(),
  effectiveNoLaterThan: text.optional(),
  bound: text.optional(),
  verified: z.boolean().optional(),
  methods: z.array(
    z.looseObject({
      name: text,
      status: text,
      detail: text.optional(),
      changed: z.array(changedItem).optional(),
    }),
  ),
  confirmation: z
    .looseObject({ id: text, expiresAt: text, decision: text.optional(), by: text.optional() })
    .optional(),
});
export type OutcomeRecord = z.infer<typeof outcomeRecord>;

/** A request for one user that waits for approval. */
export const waitingRecord = z.looseObject({
  id: text,
  /** Of what is shown; absent where nothing compares it. */
  digest: text.optional(),
  status: text,
  detail: text,
  requestedAt: text,
  expiresAt: text,
  user: z.looseObject({ reference: text, id: text.optional(), userPrincipalName: text.optional() }),
  tenantId: text,
  requestId: text,
  alert: outcomeRecord.shape.alert,
  requestedBy: text.optional(),
  reason: text.optional(),
  /** Of a request to undo a containment. */
  restore: z.looseObject({}).optional(),
  /** Of a request to take steps on a user who is signed out already. */
  contain: z.looseObject({ steps: z.array(text) }).optional(),
  approvals: z.looseObject({ count: z.number(), quorum: z.number() }).optional(),
});
export type WaitingRecord = z.infer<typeof waitingRecord>;

/** A user as the API writes them. */
export const userRecord = z.looseObject({
  reference: text,
  id: text.optional(),
  userPrincipalName: text.optional(),
});

/** What a person calls a user. */
export function nameOfUser({ userPrincipalName, reference }: z.infer<typeof userRecord>): string {
  return userPrincipalName ?? reference;
}

/** What was done to one user beside revoking. */
export const containedRecord = z.looseObject({
  requestId: text,
  tenantId: text,
  user: userRecord,
  state: text,
  startedAt: text,
  changes: z.array(
    z.looseObject({
      step: text,
      item: z.looseObject({ id: text, name: text.optional() }),
      isFinal: z.boolean().optional(),
      state: text,
    }),
  ),
  endedBy: text.optional(),
});
export type ContainedRecord = z.infer<typeof containedRecord>;

const shownChanges = z.array(z.looseObject({ step: text, name: text }));

/** What a restore would do for one user. */
export const foreseenRecord = z.looseObject({
  user: userRecord,
  changes: shownChanges,
  final: shownChanges,
  refusal: text.optional(),
});
export type ForeseenRecord = z.infer<typeof foreseenRecord>;

/** An original in quarantine, without its body. */
export const keptRecord = z.looseObject({
  number: text,
  keptAt: text,
  status: text,
  reason: text,
  requestId: text,
  outcomeId: text.optional(),
  contentType: text.optional(),
  bytes: z.number().optional(),
  firstCame: text.optional(),
  tries: z.number().optional(),
  isMissing: z.boolean().optional(),
});
export type KeptRecord = z.infer<typeof keptRecord>;

/** What a health check found. */
export const checkRecord = z.looseObject({
  name: text,
  status: z.enum(['ok', 'warning', 'failed']).catch('warning'),
  detail: text,
  remedy: text.optional(),
});

/** A connected tenant. */
const tenantRecord = z.looseObject({
  id: text,
  name: text.optional(),
  /** `unusable`: its row cannot be used, and `problems` says why. */
  state: text,
  sources: z.array(text).readonly().optional(),
  policy: z.looseObject({}).optional(),
  problems: z.array(text).optional(),
});
export type TenantRecord = z.infer<typeof tenantRecord>;

/** The state of the emergency switch. */
export const switchRecord = z.looseObject({
  state: z.enum(['running', 'stopped']),
  /** Different for every change; absent where it was never set. */
  id: text.optional(),
  reason: text.optional(),
  by: text.optional(),
  at: text.optional(),
});
export type SwitchRecord = z.infer<typeof switchRecord>;

/** What the app says of itself. What it does not know is absent. */
export const statusRecord = z.looseObject({
  mode: text,
  enabled: z.boolean(),
  switch: switchRecord.optional(),
  tenants: z.array(tenantRecord).optional(),
  waiting: z.looseObject({ count: z.number(), oldestAt: text.optional() }).optional(),
  version: text.optional(),
  unavailable: z.array(text).optional(),
});
export type StatusRecord = z.infer<typeof statusRecord>;
