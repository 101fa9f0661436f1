import type { ApiAnswer, ApiProblem } from '../api/answer';
import { done, problem, problemDocument } from '../api/answer';
import type { DecidedItem, VotedItem, WithdrawnItem } from '../api/schemas';
import type { RecordedDecision } from '../core/approval';
import { writeDetail } from '../core/detail';
import type { SignInChallenge } from '../core/fresh-sign-in';
import { wwwAuthenticate } from '../core/fresh-sign-in';
import type { ProvenAnswer, ProvenDecision } from './decide-proven';
import { decideProven } from './decide-proven';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import { personsConcerned } from './persons-concerned';

const MAX_PARALLEL_DECISIONS = 8;

/** The app, and where people sign in again. */
export interface Deciding {
  readonly app: Dependencies;
  readonly authorizationUri: string;
}

/** Decides on one request that waits, in the name of a person. */
export async function decideForCaller(deciding: Deciding, asked: ProvenDecision): Promise<ApiAnswer> {
  const { app, authorizationUri } = deciding;
  const { approvalId: id, decision } = asked;
  const answer = await decideProven(app, asked);
  switch (answer.kind) {
    case 'recorded':
      return done(decidedItem(id, answer.decision));
    case 'voted': {
      const { count, quorum } = answer;
      const voted: VotedItem = { id, decision: 'approve', approvals: { count, quorum } };
      return { kind: 'done', status: 202, body: voted };
    }
    case 'withdrawn': {
      const withdrawn: WithdrawnItem = { id, decision: 'withdraw' };
      return done(withdrawn);
    }
    case 'stale':
      return signInAgain(answer.challenge, authorizationUri);
    case 'notFound':
    case 'notAllowed':
    case 'changed':
    case 'decided':
    case 'retry':
      return refusalOf(app, answer, decision);
  }
}

/** Why a decision does not count. */
export type Refused = Exclude<ProvenAnswer, { readonly kind: 'recorded' | 'voted' | 'withdrawn' | 'stale' }>;

/** The problem of a decision that does not count. */
export function refusalOf(
  { clock }: Pick<Dependencies, 'clock'>,
  answer: Refused,
  decision: ProvenDecision['decision'],
): ApiProblem {
  switch (answer.kind) {
    case 'notFound':
      return problem('notFound', 'No request for approval has this id.');
    case 'notAllowed':
      return problem('notAllowed', `The caller cannot decide: ${answer.detail}.`);
    case 'changed':
      return problem('changed', 'Something else would be decided on than was shown: look again.');
    case 'decided': {
      const detail = writeDetail(answer.detail);
      return problem(
        'decided',
        decision === 'withdraw' ? `It is too late to take it back. ${detail}` : detail,
      );
    }
    case 'retry': {
      const waitMs = answer.at.getTime() - clock.now().getTime();
      const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
      return problem('unavailable', `It cannot be decided now (${answer.reason}).`, { retryAfterS });
    }
  }
}

/** The problem of a caller who must sign in again. */
export function signInAgain(challenge: SignInChallenge, authorizationUri: string): ApiProblem {
  const { maxAgeS, contexts } = challenge;
  const wanted = contexts.length === 0 ? '' : ` and an authentication context (${contexts.join(', ')})`;
  const detail = `This needs a sign-in of the last ${String(Math.ceil(maxAgeS / 60))} min${wanted}: sign in again.`;
  return problem('stale', detail, { authenticate: wwwAuthenticate(challenge, authorizationUri) });
}

/** What a person decides on many requests that wait. */
export interface ManyDecisions extends Pick<ProvenDecision, 'decision' | 'caller'> {
  readonly approvals: readonly { readonly id: string; readonly digest: string }[];
}

/** Decides on each of many requests that wait, and answers each by itself. */
export async function decideManyForCaller(
  deciding: Deciding,
  { caller, approvals, decision }: ManyDecisions,
): Promise<ApiAnswer> {
  let concerned: ReturnType<typeof personsConcerned> | undefined;
  const suspects = () => (concerned ??= personsConcerned(deciding.app));
  const distinct = [...new Map(approvals.map((one) => [one.id, one])).values()];
  const value = await inParallel(distinct, MAX_PARALLEL_DECISIONS, async ({ id, digest }) => {
    const answer = await decideForCaller(deciding, { approvalId: id, digest, decision, caller, suspects });
    return answer.kind === 'problem' ? { id, problem: problemDocument(answer) } : answer.body;
  });
  return done({ value });
}

function decidedItem(
  id: string,
  { decision, by = '', provenBy, approvers, at }: RecordedDecision,
): DecidedItem {
  return {
    id,
    decision: decision === 'decline' ? 'decline' : 'approve',
    by,
    ...(provenBy && { byProven: true }),
    ...(approvers && { approvers: approvers.map(({ id: person }) => person) }),
    decidedAt: at,
  };
}
