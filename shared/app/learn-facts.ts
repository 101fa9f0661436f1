import { compact } from '../core/compact';
import type { ApprovalFact, LearnedFacts, NamedTwiceFact, ProtectedEntryFact } from '../core/facts';
import { approvalId } from '../core/ids';
import type { Mode } from '../core/mode';
import type { Need, Question } from '../core/plan';
import { entryThatLedTo } from '../core/protected-entry';
import { namesOf } from '../core/request';
import type { Retry } from './answer';
import { earliest } from './answer';
import type { Dependencies } from './dependencies';
import { earlierRevocation } from './earlier-revocation';
import { inParallel } from './in-parallel';
import type { Learned } from './learned';
import { learned } from './learned';
import { lookUpApproved, lookUpUser } from './look-up-user';
import { reservePlace } from './reserved-place';
import type { UserWork } from './work';

/**
 * Learns the facts that the next decision needs, side by side. A what-if differs from a revocation here alone: it reads
 * where a revocation enters its intent, acquires leases and counts the user.
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
  return compact({ kind: 'learned' as const, facts, leases: learned.find(({ leases }) => leases)?.leases });
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
      return earlierRevocation(dependencies, user, question, mode);
    case 'limit':
      return learned({ limit: await reservePlace(dependencies, user, question, mode) });
  }
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
