import type { ApiAnswer, ApiProblem } from '../api/answer';
import { done, problem, problemDocument } from '../api/answer';
import type { RestoreItem } from '../api/containment-schemas';
import { approvalDigest } from '../core/approval-digest';
import type { RestoreApproval } from '../core/approval';
import type { Caller } from '../core/caller';
import type { Containment } from '../core/containment';
import { writeDetail } from '../core/detail';
import { switchedOff } from '../core/emergency-switch';
import { challengeOf } from '../core/fresh-sign-in';
import { senderOfCaller } from '../core/received-by';
import { foreseeRestore } from '../core/restore';
import { writtenUser } from '../messages/result-message';
import { detailIn } from '../messages/sentences/write-detail';
import { admitProven } from './admit-proven';
import { newerAlertOn } from './alerts-of-user';
import type { Deciding } from './decide-for-caller';
import { refusalOf, signInAgain } from './decide-for-caller';
import type { ProvenAnswer } from './decide-proven';
import { decideProven } from './decide-proven';
import type { Dependencies } from './dependencies';
import type { ContainmentsAsked, ContainmentsFound } from './find-containments';
import { ambiguities, findContainments } from './find-containments';
import { inParallel } from './in-parallel';
import { announceRestore, enterRestore, prepareRestore } from './open-restore';
import { personsConcerned } from './persons-concerned';
import { policyNow } from './policy-now';
import { dependenciesIn } from './tenant-dependencies';

const MAX_PARALLEL_RESTORES = 8;

/** What a proven person asks to be undone. */
export interface RestoreOfCaller extends ContainmentsAsked {
  readonly caller: Caller;
  readonly reason: string;
  /** Only what would be done is answered. */
  readonly whatIf?: boolean | undefined;
}

/**
 * Undoes the containments of a request in the name of a proven person, who has voted for it by asking. Where several must approve, the
 * others are asked. What follows is done by a message of the app.
 *
 * @throws Unavailable when the ledger, the queue or the topic is; repeating the call is harmless
 */
export async function restoreForCaller(deciding: Deciding, asked: RestoreOfCaller): Promise<ApiAnswer> {
  const { app, authorizationUri } = deciding;
  const found = await findContainments(app, asked);
  if (found.kind !== 'found') return problemOfNone(found.kind);
  const { containments } = found;
  if (asked.whatIf === true) {
    return done({
      value: await inParallel(containments, MAX_PARALLEL_RESTORES, (one) => foreseen(app, one)),
    });
  }
  const challenge = challengeOf(asked.caller, app.policy.approvals, app.clock.now());
  if (challenge) return signInAgain(challenge, authorizationUri);
  const answers = await inParallel(containments, MAX_PARALLEL_RESTORES, async (one) => ({
    one,
    answer: await restoreOne(deciding, one, asked),
  }));
  const refused = answers.flatMap(({ answer }) => (answer.kind === 'problem' ? [answer] : []));
  const [first] = refused;
  if (first && refused.length === answers.length) return first;
  const value = answers.map(({ one, answer }) =>
    answer.kind === 'problem' ? { ...about(one), problem: problemDocument(answer) } : answer.item,
  );
  return { kind: 'done', status: 202, body: { value } };
}

/** The problem where nothing is found that has not ended. */
export function problemOfNone(kind: Exclude<ContainmentsFound['kind'], 'found'>): ApiProblem {
  return kind === 'none'
    ? problem(
        'notFound',
        'No containment that can be undone matches: it has ended, or there was none. Look at what is contained, by request or user.',
      )
    : problem('notPossible', `This ${ambiguities[kind]}.`);
}

type Restored = { readonly kind: 'asked'; readonly item: RestoreItem } | ApiProblem;

interface Entered {
  readonly containment: Containment;
  readonly approval: RestoreApproval;
}

type Voting = Parameters<typeof admitProven>[1];

/** Asks for one containment to be undone, and votes for it. */
async function restoreOne(
  { app, authorizationUri }: Deciding,
  containment: Containment,
  { caller, reason }: RestoreOfCaller,
): Promise<Restored> {
  const inTenant = await dependenciesIn(app, containment.tenantId);
  if (!inTenant) return problem('notPossible', 'The tenant is connected no longer.');
  const by = caller.userPrincipalName ?? caller.objectId;
  const wish = { by, reason, receivedBy: senderOfCaller(caller.objectId), attempts: 0 };
  const prepared = await prepareRestore(inTenant, containment, wish);
  if (prepared.kind === 'refused') return problem('notPossible', writeDetail(prepared.detail));
  if (prepared.kind === 'retry') return refusalOf(app, prepared, 'approve');
  const suspects = await personsConcerned(app);
  const deciding = { caller, home: app.policy.tenantId, suspects };
  // Nothing is entered in the name of somebody who may not decide on it.
  const admission = await admitProven(inTenant, deciding, prepared.approval);
  if (admission.kind === 'denied') return refusalOf(app, { ...admission, kind: 'notAllowed' }, 'approve');
  if (admission.kind === 'retry') return refusalOf(app, admission, 'approve');
  const approval = await enterRestore(inTenant, containment, prepared);
  const answer = await voteFor(app, inTenant, approval, deciding);
  return answerOf({ app, authorizationUri }, inTenant, { containment, approval }, answer);
}

/** The vote of the person who asks, on what is entered. */
function voteFor(
  app: Dependencies,
  { policy }: Dependencies,
  approval: RestoreApproval,
  { caller, suspects }: Voting,
): Promise<ProvenAnswer> {
  return decideProven(app, {
    approvalId: approval.id,
    decision: 'approve',
    digest: approvalDigest(approval, policy),
    caller,
    suspects: () => Promise.resolve(suspects),
  });
}

/** What the caller is answered. */
async function answerOf(
  { app, authorizationUri }: Deciding,
  inTenant: Dependencies,
  { containment, approval }: Entered,
  answer: ProvenAnswer,
): Promise<Restored> {
  switch (answer.kind) {
    case 'recorded':
      return { kind: 'asked', item: { ...about(containment), approval: approval.id, status: 'approved' } };
    case 'voted':
      return voted(inTenant, { containment, approval }, answer);
    case 'stale':
      return signInAgain(answer.challenge, authorizationUri);
    case 'withdrawn':
      throw new Error('An approval was taken for its withdrawal.');
    case 'notFound':
    case 'notAllowed':
    case 'changed':
    case 'decided':
    case 'retry':
      return refusalOf(app, answer, 'approve');
  }
}

/** More people must approve, and learn of it. */
async function voted(
  inTenant: Dependencies,
  { containment, approval }: Entered,
  { count, quorum }: { readonly count: number; readonly quorum: number },
): Promise<Restored> {
  await announceRestore(inTenant, approval, { traceparent: undefined, attempts: 0 });
  const item = {
    ...about(containment),
    approval: approval.id,
    status: 'voted',
    approvals: { count, quorum },
  } as const;
  return { kind: 'asked', item };
}

/** What a restore would do now. */
async function foreseen(app: Dependencies, containment: Containment): Promise<RestoreItem> {
  const inTenant = (await dependenciesIn(app, containment.tenantId)) ?? app;
  const refusal = (await newerAlertOn(inTenant, containment)) ?? switchedOff(await policyNow(inTenant));
  const { changes, final } = foreseeRestore(containment);
  return {
    ...about(containment),
    status: 'whatIf',
    changes: [...changes],
    final: [...final],
    ...(refusal && { refusal: detailIn(app.locale, refusal) }),
  };
}

/** Whom an item of an answer is about. */
export function about({ outcomeId, tenantId, user }: Containment) {
  return { containment: outcomeId, tenantId, user: writtenUser(user) };
}
