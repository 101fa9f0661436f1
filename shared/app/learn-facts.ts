import type { ApprovalFact, LearnedFacts, NamedTwiceFact, ProtectedEntryFact } from '../core/facts';
import { approvalId } from '../core/ids';
import type { Need, ReadingNeed, ReadingQuestion } from '../core/plan';
import { isAbout, onlyReads } from '../core/plan';
import { entryThatLedTo } from '../core/protected-entry';
import { namesOf } from '../core/request';
import type { Retry } from './answer';
import type { Dependencies } from './dependencies';
import { earlierRevocation } from './earlier-revocation';
import { inParallel } from './in-parallel';
import type { Learned } from './learned';
import { learned } from './learned';
import { lookUpApproved, lookUpUser } from './look-up-user';
import { reservePlace } from './reserved-place';
import type { ReadingWork, UserWork } from './work';

/**
 * Learns the facts that the next decision needs. A what-if differs from a revocation here alone: it reads where a revocation
 * enters its intent, acquires leases and counts the user.
 */
export async function learnFacts(
  dependencies: Dependencies,
  user: UserWork,
  need: Need,
): Promise<Learned | Retry> {
  if (onlyReads(need)) return learned(await readFacts(dependencies, user, need));
  const { mode, questions } = need;
  const [question] = questions;
  return question.fact === 'earlier'
    ? earlierRevocation(dependencies, user, question, mode)
    : learned({ limit: await reservePlace(dependencies, user, question, mode) });
}

/** Reads facts, side by side with those that may be needed next. One of these that cannot be read is still to be known. */
export async function readFacts(
  dependencies: Dependencies,
  user: ReadingWork,
  { questions, ahead = [] }: ReadingNeed,
): Promise<LearnedFacts> {
  const [answers, aheadAnswers] = await Promise.all([
    inParallel(questions, questions.length, (question) => readFact(dependencies, user, question)),
    inParallel(ahead, ahead.length, async (question) => {
      const facts = await readFact(dependencies, user, question).catch((): LearnedFacts => ({}));
      return { question, facts: facts.memberships?.kind === 'unreadable' ? {} : facts };
    }),
  ]);
  const facts: LearnedFacts = {};
  for (const answer of answers) Object.assign(facts, answer);
  const counting = aheadAnswers.filter(({ question }) => isAbout(question, facts.user));
  for (const answer of counting) Object.assign(facts, answer.facts);
  return facts;
}

async function readFact(
  dependencies: Dependencies,
  user: ReadingWork,
  question: ReadingQuestion,
): Promise<LearnedFacts> {
  const { directory } = dependencies;
  const { request, reference, approved, stopwatch, isLastLook = false } = user;
  switch (question.fact) {
    case 'approval':
      return { approval: await approvalOf(dependencies, user) };
    case 'user': {
      const lookUp = () =>
        approved
          ? lookUpApproved(directory, reference, approved, isLastLook)
          : lookUpUser(directory, namesOf(request, reference), isLastLook);
      return { user: await stopwatch.time('lookUp', lookUp) };
    }
    case 'memberships': {
      const { userId, asked } = question;
      return { memberships: await stopwatch.time('memberships', () => directory.memberships(userId, asked)) };
    }
    case 'roles': {
      const { userId } = question;
      const asked = { groups: [], roles: true };
      return { roles: await stopwatch.time('memberships', () => directory.memberships(userId, asked)) };
    }
    case 'protectedEntry':
      return { protectedEntry: await protectedEntryOf(dependencies, question.userId) };
    case 'namedTwice':
      return { namedTwice: namedBefore(user, question.userId) };
  }
}

async function approvalOf({ ledger }: Dependencies, { outcomeId }: ReadingWork): Promise<ApprovalFact> {
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

function namedBefore({ named, outcomeId }: ReadingWork, userId: string): NamedTwiceFact {
  const other = named.get(userId);
  if (other !== undefined && other !== outcomeId) return { kind: 'yes', outcomeId: other };
  named.set(userId, outcomeId);
  return { kind: 'no' };
}
