import { compact } from '../core/compact';
import type { EarlierRevocation } from '../core/earlier-revocation';
import { answersRequest } from '../core/earlier-revocation';
import type { ApprovalFact, LearnedFacts, NamedTwiceFact, ProtectedEntryFact } from '../core/facts';
import type { EntryKey } from '../core/ids';
import { approvalId } from '../core/ids';
import type { Mode } from '../core/mode';
import type { Need, Question } from '../core/plan';
import { entryThatLedTo } from '../core/protected-entry';
import { namesOf } from '../core/request';
import type { Retry } from './answer';
import { earliest } from './answer';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import type { KeptLease } from './keep-lease';
import { keepLease, leaseTerms } from './keep-lease';
import { lookUpApproved, lookUpUser } from './look-up-user';
import { reservePlace } from './reserved-place';
import type { UserWork } from './work';

/** The facts that answer some questions, and the lease that learning them has acquired, if any. */
export interface Learned {
  readonly kind: 'learned';
  readonly facts: LearnedFacts;
  readonly lease?: KeptLease<EarlierRevocation>;
}

/**
 * Learns the facts that the next decision needs, side by side. A what-if differs from a revocation here alone: it reads
 * where a revocation acquires the lease of the deduplication key and counts the user.
 */
export async function learnFacts(
  dependencies: Dependencies,
  user: UserWork,
  { mode, questions }: Need,
): Promise<Learned | Retry> {
  const answers = await inParallel<Question, Learned | Retry>(questions, questions.length, (question) =>
    learnFact(dependencies, user, question, mode),
  );
  const retry = earliest(answers.filter((answer) => answer.kind === 'retry'));
  if (retry) return retry;
  const learned = answers.filter((answer) => answer.kind === 'learned');
  const facts: LearnedFacts = {};
  for (const one of learned) Object.assign(facts, one.facts);
  return compact({ kind: 'learned' as const, facts, lease: learned.find(({ lease }) => lease)?.lease });
}

async function learnFact(
  dependencies: Dependencies,
  user: UserWork,
  question: Question,
  mode: Mode,
): Promise<Learned | Retry> {
  const { directory } = dependencies;
  const { request, reference, approved, stopwatch, isLastLook = false } = user;
  switch (question.fact) {
    case 'approval':
      return learned({ approval: await approvalOf(dependencies, user) });
    case 'user': {
      const lookUp = () =>
        approved
          ? lookUpApproved(directory, reference, approved, isLastLook)
          : lookUpUser(directory, namesOf(request, reference), isLastLook);
      return learned({ user: await stopwatch.time('lookUp', lookUp) });
    }
    case 'memberships': {
      const { userId, asked } = question;
      const memberships = await stopwatch.time('memberships', () => directory.memberships(userId, asked));
      return learned({ memberships });
    }
    case 'protectedEntry':
      return learned({ protectedEntry: await protectedEntryOf(dependencies, question.userId) });
    case 'namedTwice':
      return learned({ namedTwice: namedBefore(user, question.userId) });
    case 'earlier':
      return earlierRevocation(dependencies, user, question.key, mode);
    case 'limit':
      return learned({ limit: await reservePlace(dependencies, user, question, mode) });
  }
}

function learned(facts: LearnedFacts): Learned {
  return { kind: 'learned', facts };
}

async function approvalOf({ ledger }: Dependencies, { outcomeId }: UserWork): Promise<ApprovalFact> {
  const found = await ledger.approvals.find(approvalId(outcomeId));
  return found ? { kind: 'requested', request: found.request } : { kind: 'none' };
}

async function protectedEntryOf(
  { ledger, policy: { tenantId, protected: accounts } }: Dependencies,
  userId: string,
): Promise<ProtectedEntryFact> {
  const entry = entryThatLedTo(userId, await ledger.protectedEntries.read(tenantId), accounts);
  return entry === undefined ? { kind: 'none' } : { kind: 'ledHere', entry };
}

function namedBefore({ named, outcomeId }: UserWork, userId: string): NamedTwiceFact {
  const other = named.get(userId);
  if (other !== undefined) return { kind: 'yes', outcomeId: other };
  named.set(userId, outcomeId);
  return { kind: 'no' };
}

/** A lease keeps two requests with one deduplication key from revoking at once; if one fails, the next may try. */
async function earlierRevocation(
  dependencies: Dependencies,
  { request, outcomeId, age: { enqueuedAt } }: UserWork,
  key: EntryKey,
  mode: Mode,
): Promise<Learned | Retry> {
  const { ledger, policy, clock } = dependencies;
  const terms = leaseTerms(dependencies);
  const stillValid = (earlier: EarlierRevocation): boolean =>
    answersRequest(earlier, request, compact({ policy, outcomeId, now: terms.now, enqueuedAt }));
  if (mode === 'whatIf') {
    const revocation = await ledger.revocations.read(key, terms.now);
    const isDone = revocation && stillValid(revocation);
    return learned({ earlier: isDone ? { kind: 'done', revocation } : { kind: 'none' } });
  }
  const acquired = await ledger.revocations.acquire(key, { ...terms, stillValid });
  switch (acquired.kind) {
    case 'recorded':
      return learned({ earlier: { kind: 'done', revocation: acquired.entry } });
    case 'busy':
      return { kind: 'retry', at: acquired.leaseExpiresAt, reason: 'claimed' };
    case 'acquired': {
      const lease = keepLease(ledger.revocations, acquired.lease, clock);
      return { ...learned({ earlier: { kind: 'none' } }), lease };
    }
  }
}
