import * as z from 'zod';
import type { ApprovalRequest, RecordedDecision } from '../../core/approval';
import type { ApprovalVote, VoteAnswer } from '../../core/approval-votes';
import type { Person } from '../../core/person';
import { textDetail, writeDetail } from '../../core/detail';
import type { AskedSteps } from '../../core/asked-steps';
import { compact } from '../../core/compact';
import { containmentSteps } from '../../core/containment-step';
import type { RestoreAsked } from '../../core/restore';
import type { DirectoryUser } from '../../core/directory-user';
import type { ApprovalId, OutcomeId } from '../../core/ids';
import { storedId } from '../../core/ids';
import { readReceivedBy } from '../../core/received-by';
import type { RevocationRequest } from '../../core/request';
import { userReferenceSchema } from '../../messages/user-reference-schema';
import type { Approval } from '../../ports/ledger';
import { alertColumns, readAlert, storedAlert } from './alert-columns';
import type { Columns } from './entry-columns';
import { readDetail } from './stored-detail';

// The names of stored fields do not change, even where the code now uses other names.

const optionalText = z.string().exactOptional();

// `satisfies` fails to compile when a field is added to the type and not to what is read back.
const userFields = {
  id: z.string(),
  userPrincipalName: optionalText,
  userType: optionalText,
  externalUserState: optionalText,
  signInTypes: z.array(z.string()),
  sessionsValidFrom: optionalText,
} satisfies Record<keyof DirectoryUser, z.ZodType>;

const requestFields = {
  id: z.string(),
  format: z.string(),
  // In columns of their own: the version before refuses fields that it does not know.
  event: optionalText,
  contain: z.array(z.enum(containmentSteps)).exactOptional(),
  users: z.array(userReferenceSchema),
  mode: z.enum(['revoke', 'whatIf']),
  confirm: z.boolean(),
  tenantId: optionalText,
  reason: optionalText,
  alert: storedAlert.exactOptional(),
  requestedBy: optionalText,
  requestedAt: optionalText,
} satisfies Record<Exclude<keyof RevocationRequest, 'aliases' | 'firstSeen' | 'receivedBy'>, z.ZodType>;

const storedRequest = z.strictObject({
  confirmation: z.string(),
  outcomeId: z.string(),
  identity: z.strictObject({ tenantId: z.string(), requestId: z.string(), replay: optionalText }),
  request: z.strictObject(requestFields),
  reference: userReferenceSchema,
  user: z.strictObject(userFields),
  hold: z.strictObject({
    rule: z.string(),
    status: z.enum(['awaitingConfirmation', 'held']),
    detail: z.string(),
  }),
  receivedAt: z.string(),
  heldAt: z.string(),
  expiresAt: z.string(),
});

/** The fields of a decision that the version before does not know. */
type InPersons = 'provenBy' | 'approvers' | 'quorum';

const storedDecision: z.ZodType<Omit<RecordedDecision, InPersons>> = z.strictObject({
  decision: z.enum(['approve', 'decline', 'expire']),
  by: optionalText,
  at: z.string(),
  key: z.string(),
});

const storedPerson: z.ZodType<Person> = z.object({
  tenantId: z.string(),
  id: z.string(),
  userPrincipalName: optionalText,
});
const storedVotes: z.ZodType<readonly ApprovalVote[]> = z.array(
  z.object({ person: storedPerson, at: z.string(), digest: optionalText }),
);
const storedPersons = z.object({
  provenBy: storedPerson.exactOptional(),
  approvers: z.array(storedPerson).exactOptional(),
  quorum: z.number().exactOptional(),
});

const storedChange = z.object({ step: z.enum(containmentSteps), id: z.string(), name: z.string() });
const storedRestore = z.object({
  containment: z.string().transform((id) => storedId<OutcomeId>(id)),
  changes: z.array(storedChange),
  final: z.array(storedChange),
} satisfies Record<keyof RestoreAsked, z.ZodType>);

const storedSteps = z.object({
  containment: z.string().transform((id) => storedId<OutcomeId>(id)),
  steps: z.array(z.enum(containmentSteps)),
} satisfies Record<keyof AskedSteps, z.ZodType>);

const storedColumns = z.object({
  held: z.string(),
  // Absent in entries of the version before, whose detail is English text.
  detail: z.string().optional(),
  resolution: z.string().optional(),
  // In a column of its own: the version before refuses fields of a decision that it does not know.
  persons: z.string().optional(),
  votes: z.string().optional(),
  event: z.string().optional(),
  contain: z.string().optional(),
  ofAlert: z.string().optional(),
  // In columns of their own: the version before reads a request to sign the user out, which enables nobody.
  restore: z.string().optional(),
  steps: z.string().optional(),
  // Absent in entries of the version before: their sender is not known.
  receivedBy: z.string().transform(readReceivedBy).optional(),
  state: z.string().optional(),
  expiresAt: z.date(),
});

/** The values of the column `state`, which is the filter of lists. The version before ends a wait with the decision. */
export const states = { pending: 'waiting', decided: 'decided', finished: 'ended' } as const;

/** The columns of a request for approval. */
export function requestColumns(request: ApprovalRequest): Columns {
  const {
    id: confirmation,
    reason,
    requestedAt: heldAt,
    request: written,
    identity,
    restore,
    contain: asked,
    ...others
  } = request;
  const { event, contain, receivedBy, alert, ...revocation } = written;
  const { known, ofAlert } = alertColumns(alert);
  const { tenantId, requestId, replay } = identity;
  const { rule, status, detail } = reason;
  // In the form that the version before reads; the code of the detail is in a column of its own.
  const hold = { rule, status, detail: writeDetail(detail) };
  return {
    held: JSON.stringify({
      ...others,
      identity: { tenantId, requestId, replay },
      request: { ...revocation, ...(alert && { alert: known }) },
      confirmation,
      hold,
      heldAt,
    }),
    detail: JSON.stringify(detail),
    state: states.pending,
    ...compact({
      event,
      receivedBy,
      contain: contain && JSON.stringify(contain),
      ofAlert,
      restore: restore && JSON.stringify(restore),
      steps: asked && JSON.stringify(asked),
    }),
  };
}

/** The columns that a decision adds or replaces. */
export function decisionColumns({ provenBy, approvers, quorum, ...decision }: RecordedDecision): Columns {
  const added = compact({ provenBy, approvers, quorum });
  const persons = Object.keys(added).length > 0 ? JSON.stringify(added) : undefined;
  return { resolution: JSON.stringify(decision), state: states.decided, ...compact({ persons }) };
}

/** The columns that votes add or replace. */
export function voteColumns(votes: readonly ApprovalVote[]): Columns {
  return votes.length === 0 ? {} : { votes: JSON.stringify(votes) };
}

/** The columns of a decision whose outcome is on the topic. */
export function finishedColumns(decision: RecordedDecision): Columns {
  return { ...decisionColumns(decision), state: states.finished };
}

/** The decision that is recorded after one was to be. */
export function recordedIn(answer: VoteAnswer | undefined): RecordedDecision {
  if (answer?.kind !== 'decided') throw new Error('A request for approval is missing from the ledger.');
  return answer.decision;
}

/** @throws when the columns are not those of a request for approval */
export function readApproval(
  columns: Readonly<Record<string, unknown>>,
): Approval & { readonly expiresAt: Date } {
  const stored = storedColumns.parse(columns);
  const { held, resolution, persons, votes, state, expiresAt } = stored;
  const request = requestOf(storedRequest.parse(JSON.parse(held)), stored);
  if (resolution === undefined) {
    return compact({ request, expiresAt, votes: valueOf(storedVotes, votes) });
  }
  const decision = { ...storedDecision.parse(JSON.parse(resolution)), ...personsOf(persons) };
  return { request, decision, expiresAt, ...(state === states.finished && { isFinished: true }) };
}

function valueOf<Value>(stored: z.ZodType<Value>, column: string | undefined): Value | undefined {
  return column === undefined ? undefined : stored.parse(JSON.parse(column));
}

function personsOf(column = '{}'): Pick<RecordedDecision, InPersons> {
  return storedPersons.parse(JSON.parse(column));
}

function requestOf(
  stored: z.infer<typeof storedRequest>,
  { detail, event, contain, ofAlert, receivedBy, restore, steps }: z.output<typeof storedColumns>,
): ApprovalRequest {
  const { confirmation, outcomeId, hold, heldAt, ...others } = stored;
  const { rule, status, detail: text } = hold;
  return {
    ...others,
    identity: compact({ ...others.identity, receivedBy }),
    request: compact({
      ...others.request,
      event,
      receivedBy,
      contain: valueOf(requestFields.contain.unwrap(), contain),
      alert: readAlert(others.request.alert, ofAlert),
    }),
    id: storedId<ApprovalId>(confirmation),
    outcomeId: storedId<OutcomeId>(outcomeId),
    reason: { rule, status, detail: readDetail(detail) ?? textDetail(text) },
    requestedAt: heldAt,
    ...(restore !== undefined && { restore: storedRestore.parse(JSON.parse(restore)) }),
    ...(steps !== undefined && { contain: storedSteps.parse(JSON.parse(steps)) }),
  };
}
