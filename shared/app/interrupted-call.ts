import type { Denial } from '../core/denial';
import { detail } from '../core/detail';
import type { DirectoryUser } from '../core/directory-user';
import type { EarlierFact, UserFact } from '../core/facts';
import { compact } from '../core/compact';
import type { Intent } from '../core/intent';
import { showsRevocation } from '../core/intent';
import { methodResult } from '../core/method-result';
import type { Outcome } from '../core/outcome';
import { isTransient } from '../core/retry-later';
import type { Execution, MethodAnswer } from '../core/revocation';
import type { RevocationMethods } from '../core/revocation-method';
import { isRevocationMethod, isShownByDirectory, otherMethods } from '../core/revocation-method';
import { revocationRules } from '../core/rules/revocation-rules';
import { answerOf } from '../core/rules/rule';
import { outcomeOfPlan } from '../core/user-outcomes';
import type { Retry } from './answer';
import { retryWithoutEnd } from './answer';
import { revocationSince } from './claim-user';
import type { Dependencies } from './dependencies';
import { rememberRevocation } from './remember-revocation';
import type { UserWork } from './work';
import { userContext } from './work';

/** What is about to be asked for: what the lease came with, which may be that of an earlier try that may have been done. */
export function intentOf(dependencies: Dependencies, user: UserWork, found: DirectoryUser): Intent {
  const { intent } = user.lease;
  if (intent?.userId !== found.id) return newIntent(dependencies, user, found);
  // Policy may have had no steps at that try.
  return intent.contains || !dependencies.policy.containment ? intent : { ...intent, contains: true };
}

/** The intent of a first try. */
export function newIntent(
  { policy, clock }: Pick<Dependencies, 'policy' | 'clock'>,
  { request: { receivedBy }, outcomeId }: Pick<UserWork, 'request' | 'outcomeId'>,
  { id: userId, sessionsValidFrom }: DirectoryUser,
): Intent {
  const declaredAt = clock.now().toISOString();
  const contains = policy.containment && (true as const);
  return compact({ outcomeId, receivedBy, userId, declaredAt, sessionsValidFrom, contains });
}

/**
 * The outcome of a call that an interrupted try may have made: the revocation, if the directory shows it, or a duplicate if
 * another outcome reports that one. Undefined when there was no such call or the directory does not show it: the work is
 * then done (again).
 */
export async function outcomeOfInterrupted(
  dependencies: Dependencies,
  user: UserWork,
): Promise<Outcome | Retry | undefined> {
  const { interrupted } = user.lease;
  if (!interrupted || !isShownByDirectory(dependencies.policy.methods)) return undefined;
  const { userId } = interrupted;
  const fact = await user.stopwatch.time('verify', () =>
    dependencies.directory.find({ kind: 'id', id: userId }),
  );
  if (fact.kind === 'lookupFailed') return unread(dependencies, user, interrupted, fact);
  if (fact.kind !== 'found') return undefined;
  return outcomeIfShown(dependencies, user, interrupted, fact.user);
}

/**
 * The outcome of a call that ended without an answer at the last try of its request, if the directory shows that it has
 * taken effect.
 */
export async function outcomeOfLostAnswer(
  dependencies: Dependencies,
  user: UserWork,
  before: DirectoryUser,
  execution: Execution,
): Promise<Outcome | Retry | undefined> {
  if (execution.kind !== 'failed' || execution.failure.kind !== 'unavailable') return undefined;
  if (!isShownByDirectory(dependencies.policy.methods)) return undefined;
  const after = await user.stopwatch.time('verify', () =>
    dependencies.directory.sessionsValidFrom(before.id),
  );
  if (after.kind === 'failed') return undefined;
  const { sessionsValidFrom } = after;
  const intent = intentOf(dependencies, user, before);
  const shown = await outcomeIfShown(dependencies, user, intent, compact({ ...before, sessionsValidFrom }));
  return shown && !('kind' in shown) ? withStepAnswers(shown, execution) : shown;
}

/** The steps of a containment have answered all the same. */
function withStepAnswers(outcome: Outcome, { answers }: Execution): Outcome {
  const ofSteps = answers.filter(({ method }) => !isRevocationMethod(method));
  return { ...outcome, methods: [...outcome.methods, ...ofSteps.map(methodResult)] };
}

async function outcomeIfShown(
  dependencies: Dependencies,
  user: UserWork,
  intent: Intent,
  found: DirectoryUser,
): Promise<Outcome | Retry | undefined> {
  if (!showsRevocation(intent, found)) return undefined;
  const { id: userId, sessionsValidFrom } = found;
  user.named.set(userId, user.outcomeId);
  const acceptedAt = new Date(sessionsValidFrom);
  const since = await revocationSince(dependencies, user, userId);
  if (since) return duplicateOf(dependencies, user, found, { kind: 'doneSince', revocation: since });
  const remembered = await rememberRevocation(dependencies, user, userId, acceptedAt);
  switch (remembered.kind) {
    case 'busy':
      return { kind: 'retry', at: remembered.leaseExpiresAt, reason: 'claimed' };
    case 'reported':
      return duplicateOf(dependencies, user, found, { kind: 'done', revocation: remembered.revocation });
    case 'own': {
      const { methods } = dependencies.policy;
      const answers = answersFound(methods, acceptedAt);
      const tokenLife = dependencies.tokenLifetimes.known();
      const proof = { kind: 'found' } as const;
      const execution = { kind: 'revoked', answers, acceptedAt, proof, tokenLife } as const;
      const context = userContext(user, dependencies, found);
      const plan = { kind: 'proceed', mode: 'revoke', user: found, methods } as const;
      return outcomeOfPlan(context, plan, execution);
    }
  }
}

/** One revocation is reported by one outcome: this request has done nothing that another one does not report. */
function duplicateOf(
  dependencies: Dependencies,
  user: UserWork,
  found: DirectoryUser,
  earlier: EarlierFact,
): Outcome | undefined {
  const denial = answerOf(revocationRules.earlier, earlier);
  if (!denial) return undefined;
  const context = userContext(user, dependencies, found);
  return outcomeOfPlan(context, { kind: 'deny', mode: 'revoke', about: 'user', denial });
}

/** What is known of the calls: Graph was called at least once, and its id of it is lost; what others answered is not known. */
function answersFound(methods: RevocationMethods, acceptedAt: Date): readonly MethodAnswer[] {
  const record = { attempts: 1, requestIds: [] };
  return [
    { method: 'graph', answer: { kind: 'accepted', acceptedAt, ...record } },
    ...otherMethods(methods).map((method) => ({ method, answer: { kind: 'pending', ...record } as const })),
  ];
}

/** A failure that may pass is waited for as long as it takes: what was done must be reported, however old it is. */
function unread(
  dependencies: Dependencies,
  user: UserWork,
  { declaredAt: time }: Intent,
  { failure }: Extract<UserFact, { readonly kind: 'lookupFailed' }>,
): Outcome | Retry {
  if (isTransient(failure)) return retryWithoutEnd(failure, user.age.attempts, dependencies);
  const denial: Denial = {
    rule: 'interrupted-call-read-back',
    status: 'failed',
    detail: detail('callUnverified', { time, failure: failure.detail }),
  };
  const context = userContext(user, dependencies, undefined);
  return outcomeOfPlan(context, { kind: 'deny', mode: 'revoke', about: 'user', denial });
}
