import { compact } from './compact';
import type { ContainmentPlan } from './containment-policy';
import { containmentOf, dependsOnRoles } from './containment-policy';
import { decidingRule } from './deciding-rule';
import type { Detail } from './detail';
import { detail } from './detail';
import type { Facts, LimitFact, MembershipFact } from './facts';
import { deduplicationKey } from './ids';
import type { Mode } from './mode';
import { modeOf } from './request-mode';
import type {
  DenyPlan,
  HoldPlan,
  Need,
  Plan,
  ReadingNeed,
  ReadingQuestion,
  WritingNeed,
  WritingQuestion,
} from './plan';
import type { Brake, Policy } from './policy';
import { askedMemberships, mayRequireApproval } from './policy';
import { protectsByName } from './protected-entry';
import type { RevocationRequest } from './request';
import type { RequestAge } from './request-age';
import { approvalRules, approvedUserRule } from './rules/approval-rules';
import { requestRules } from './rules/request-rules';
import type { KnownOfLimit } from './rules/revocation-rules';
import { revocationRules } from './rules/revocation-rules';
import { answerOf, firstAnswer } from './rules/rule';
import { denialOfLookup, protectionRules, userRules } from './rules/user-rules';
import type { Denial } from './denial';

const NO_MEMBERSHIPS: MembershipFact = { kind: 'read', groups: [], roles: [] };

/**
 * What is to be done about one user of a request, or what must be known first. Reads top to bottom in the order in
 * which things happen: what only reads comes first, and what writes (the earlier revocation, the limit) is asked for
 * only when no rule before it has denied or held the request. The mode changes nothing but the mode of the answer.
 */
export function nextStep(request: RevocationRequest, facts: Facts, policy: Policy, now: Date): Need | Plan {
  const mode = modeOf(request, policy);
  const { approved, approval, user: lookup, namedTwice, earlier } = facts;

  const denied = denialOfRequest(request, facts, policy, now);
  if (!approval && (approved || mayRequireApproval(policy, request, facts.age))) {
    return denied ? read({ fact: 'approval' }) : lookUp(facts, policy, { fact: 'approval' });
  }
  if (approval?.kind === 'requested') return { kind: 'await', approval: approval.request };
  if (denied) return deny(mode, 'request', denied);

  if (!lookup) return lookUp(facts, policy);
  if (lookup.kind !== 'found') return deny(mode, 'user', denialOfLookup(lookup));
  const { user } = lookup;
  const notOurs = firstAnswer(userRules, { user });
  if (notOurs) return deny(mode, 'user', notOurs);

  const unknown = protectionQuestions(user.id, facts, policy);
  if (unknown.length > 0) return read(...unknown);
  const { memberships = NO_MEMBERSHIPS, protectedEntry = { kind: 'none' } } = facts;
  const protection = firstAnswer(protectionRules, { user, memberships, protectedEntry, policy });
  if (protection) return deny(mode, 'user', protection);

  if (!namedTwice) return read({ fact: 'namedTwice', userId: user.id });
  const repetition = answerOf(revocationRules.namedTwice, namedTwice);
  if (repetition) return deny(mode, 'request', repetition);

  const approvalReason = approved
    ? answerOf(approvedUserRule, { approved, user })
    : firstAnswer(approvalRules, { request, age: facts.age, memberships, policy });
  if (approvalReason) return { kind: 'hold', mode, user, reason: approvalReason };

  const roles = rolesOf(facts, policy);
  if (!roles && dependsOnRoles(request, policy)) return read({ fact: 'roles', userId: user.id });
  const containment = containmentOf(request, policy, roles);

  const key = deduplicationKey(request, { tenantId: policy.tenantId, userId: user.id });
  if (!earlier) return write(mode, { fact: 'earlier', user, ...compact({ key, ...wanted(containment) }) });
  const done = answerOf(revocationRules.earlier, earlier);
  if (done) return deny(mode, 'user', done);

  const limited = approved ? undefined : limitedStep(request, facts, policy, { mode, user });
  if (limited) return limited;
  const preview = previewBy(request, policy);
  return { kind: 'proceed', mode, user, methods: policy.methods, ...compact({ containment, preview }) };
}

/** The steps with which an earlier revocation must have come to answer a request. */
function wanted(plan: ContainmentPlan | undefined): Partial<Pick<ContainmentPlan, 'steps' | 'awaiting'>> {
  return plan ? compact({ steps: plan.steps, awaiting: plan.awaiting }) : {};
}

/** What the brake asks, and what it answers where it has no place for the user. */
function limitedStep(
  request: RevocationRequest,
  { age, limit }: Facts,
  { brake }: Policy,
  { mode, user }: Pick<HoldPlan, 'mode' | 'user'>,
): WritingNeed | DenyPlan | HoldPlan | undefined {
  if (!brake) return undefined;
  if (!limit) return write(mode, { fact: 'limit', userId: user.id, brake });
  return stoppedByBrake(knownOfLimit(request, age, limit, brake), { mode, user });
}

/** The directory roles of the user, if they are known. */
function rolesOf({ memberships, roles }: Facts, policy: Policy): MembershipFact | undefined {
  return askedMemberships(policy)?.roles ? memberships : roles;
}

function read(...questions: readonly ReadingQuestion[]): ReadingNeed {
  return { kind: 'need', questions };
}

function write(mode: Mode, question: WritingQuestion): WritingNeed {
  return { kind: 'need', mode, questions: [question] };
}

/** The look-up, beside other questions, and ahead what must be known of the user to whom it is expected to lead. */
function lookUp(facts: Facts, policy: Policy, ...others: readonly ReadingQuestion[]): ReadingNeed {
  const need = read(...others, { fact: 'user' });
  const { namedId } = facts;
  return namedId === undefined ? need : { ...need, ahead: protectionQuestions(namedId, facts, policy) };
}

/** What must be known of a user before the rules on protection can answer. */
function protectionQuestions(
  userId: string,
  { memberships, protectedEntry }: Facts,
  policy: Policy,
): readonly ReadingQuestion[] {
  const asked = askedMemberships(policy);
  return [
    ...(asked && !memberships ? [{ fact: 'memberships' as const, userId, asked }] : []),
    ...(protectsByName(policy.protected) && !protectedEntry
      ? [{ fact: 'protectedEntry' as const, userId }]
      : []),
  ];
}

/** The plan where the brake has no place for the user. */
function stoppedByBrake(
  known: KnownOfLimit,
  { mode, user }: Pick<HoldPlan, 'mode' | 'user'>,
): DenyPlan | HoldPlan | undefined {
  const repeated = answerOf(revocationRules.repeats, known);
  if (repeated) return deny(mode, 'user', repeated);
  const reason = answerOf(revocationRules.limit, known);
  return reason && { kind: 'hold', mode, user, reason };
}

function knownOfLimit(
  { alert, receivedBy = 'unproven' }: RevocationRequest,
  { enqueuedAt, since }: RequestAge,
  limit: LimitFact,
  brake: Brake,
): KnownOfLimit {
  const raisedAt = alert?.createdAt === undefined ? (enqueuedAt ?? since) : new Date(alert.createdAt);
  return { limit, brake, raisedAt, sender: receivedBy };
}

/** Why a rule of `sources` lets a request only preview, if one does. */
function previewBy(request: RevocationRequest, { sources }: Policy): Detail | undefined {
  const rule = decidingRule(request, sources);
  if (rule?.effect !== 'whatIf') return undefined;
  return detail('previewedEvent', { event: request.event ?? request.format, rule: rule.name });
}

/** Why a request is denied as a whole, if it is. */
export function denialOfRequest(
  request: RevocationRequest,
  { age }: Pick<Facts, 'age'>,
  policy: Policy,
  now: Date,
): Denial | undefined {
  return firstAnswer(requestRules, { request, age, policy, now });
}

function deny(mode: Mode, about: DenyPlan['about'], denial: Denial): DenyPlan {
  return { kind: 'deny', mode, about, denial };
}

/**
 * Whether a request can only be answered by calling a revoker: it is not denied as a whole, no person must approve it
 * whatever its users are, and it is not a what-if.
 */
export function dependsOnRevoker(
  request: RevocationRequest,
  facts: Pick<Facts, 'age'>,
  policy: Policy,
  now: Date,
): boolean {
  return (
    modeOf(request, policy) === 'revoke' &&
    !denialOfRequest(request, facts, policy, now) &&
    !firstAnswer(approvalRules, { request, age: facts.age, memberships: NO_MEMBERSHIPS, policy })
  );
}
