import { approvalDigest } from '../core/approval-digest';
import type { RecordedDecision } from '../core/approval';
import { tooLateFor } from '../core/approval';
import type { Ballot } from '../core/approval-votes';
import type { Person } from '../core/person';
import { isSamePerson } from '../core/person';
import type { Caller } from '../core/caller';
import type { Detail } from '../core/detail';
import type { SignInChallenge } from '../core/fresh-sign-in';
import { challengeOf } from '../core/fresh-sign-in';
import type { Approval } from '../ports/ledger';
import { admitWork } from './admit-work';
import type { Retry } from './answer';
import { castVote } from './cast-vote';
import type { Dependencies } from './dependencies';
import type { PersonConcerned } from './persons-concerned';
import { personsConcerned } from './persons-concerned';
import { admitProven } from './admit-proven';
import { keyOfDecision, sendDecision } from './send-decision';
import { tenantOf } from './tenant-of-approval';

/** What a proven person decides on a request for approval. */
export interface ProvenDecision {
  readonly approvalId: string;
  /** `withdraw` takes back an approval that is not used yet. */
  readonly decision: Ballot['verb'];
  /** Of what the person was shown. */
  readonly digest: string;
  readonly caller: Caller;
  /** Finds the users whose accounts may be compromised; absent: what is pending is listed. */
  readonly suspects?: () => Promise<readonly PersonConcerned[]>;
}

export type ProvenAnswer =
  /** It counts, and what follows is under way. */
  | { readonly kind: 'recorded'; readonly decision: RecordedDecision }
  /** It counts, and so many of those who are needed have approved. */
  | { readonly kind: 'voted'; readonly count: number; readonly quorum: number }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'notFound' }
  /** Something else would be decided on now: this is its digest. */
  | { readonly kind: 'changed'; readonly digest: string }
  /** Another decision counts, or the time is over. */
  | { readonly kind: 'decided'; readonly detail: Detail }
  | { readonly kind: 'notAllowed'; readonly detail: string }
  /** The person must sign in again. */
  | { readonly kind: 'stale'; readonly challenge: SignInChallenge }
  /** The directory cannot say now who may decide. */
  | Retry;

/**
 * Decides on a request for approval in the name of a proven person. The vote, and the decision if it makes one, are recorded by one
 * conditional write; what follows is done by a message of the app, or by the sweep if this process dies before it is sent.
 *
 * @param app what the app acts with in the home tenant
 * @throws Unavailable when the ledger or the queue is; repeating the call is harmless
 */
export async function decideProven(app: Dependencies, proven: ProvenDecision): Promise<ProvenAnswer> {
  const { approvalId, decision: verb, digest, caller } = proven;
  const approval = await app.ledger.approvals.find(approvalId);
  if (!approval) return { kind: 'notFound' };
  const { request, decision: recorded } = approval;
  const { tenantId } = request.identity;
  // A proven person decides in every tenant where policy lets them.
  const inTenant = await tenantOf(app, request);
  const { policy } = inTenant;
  const challenge = challengeOf(caller, policy.approvals, app.clock.now());
  if (challenge) return { kind: 'stale', challenge };
  if (recorded) return answerRecorded(app, approval, recorded, proven);
  const shown = approvalDigest(request, policy);
  if (verb !== 'withdraw' && digest !== shown) return { kind: 'changed', digest: shown };
  return admitWork(app, {
    tenantId,
    attempts: 0,
    work: (answered) =>
      app.permits.run(async () => {
        const answer = await vote(app, inTenant, approval, proven);
        if (answer.kind !== 'retry') answered();
        return answer;
      }),
  });
}

/** Admits the person and records what their vote changes. */
async function vote(
  app: Dependencies,
  inTenant: Dependencies,
  approval: Approval,
  { decision: verb, digest, caller, ...further }: ProvenDecision,
): Promise<ProvenAnswer> {
  const { request } = approval;
  const suspects = await (further.suspects ?? (() => personsConcerned(app)))();
  const admission = await admitProven(inTenant, { caller, home: app.policy.tenantId, suspects }, request);
  if (admission.kind === 'denied') return { kind: 'notAllowed', detail: admission.detail };
  if (admission.kind === 'retry') return admission;
  const { person, sessionsValidFrom } = admission;
  const challenge = challengeOf(caller, inTenant.policy.approvals, app.clock.now(), sessionsValidFrom);
  if (challenge) return { kind: 'stale', challenge };
  const { userPrincipalName: by = person.id } = person;
  const key = keyOfDecision(request.id, verb, person.id);
  const ballot = { verb, vote: { person, at: app.clock.now().toISOString(), digest }, by, key };
  const answer = await castVote(inTenant, { approval, ballot, suspects, attempts: 0 });
  switch (answer.kind) {
    case 'retry':
      return answer;
    case 'open': {
      const { count, quorum } = answer;
      return verb === 'withdraw' ? { kind: 'withdrawn' } : { kind: 'voted', count, quorum };
    }
    case 'decided':
      return answerRecorded(app, { request }, answer.decision, { decision: verb, caller });
  }
}

/** Answers by the decision that is recorded, and has it carried out unless that is done. */
async function answerRecorded(
  app: Dependencies,
  { request, isFinished }: Approval,
  recorded: RecordedDecision,
  { decision: verb, caller }: Pick<ProvenDecision, 'decision' | 'caller'>,
): Promise<ProvenAnswer> {
  if (!isFinished) await sendDecision(app, request.id, recorded);
  const isOwn = recorded.decision === verb && isAmong(deciders(recorded), caller);
  return isOwn
    ? { kind: 'recorded', decision: recorded }
    : { kind: 'decided', detail: tooLateFor(recorded).detail };
}

function deciders({ provenBy, approvers = [] }: RecordedDecision): readonly Person[] {
  return provenBy ? [provenBy, ...approvers] : approvers;
}

function isAmong(persons: readonly Person[], { tenantId, objectId: id }: Caller): boolean {
  return persons.some((person) => isSamePerson(person, { tenantId, id }));
}
