import { compact } from '../core/compact';
import type { DirectoryUser } from '../core/directory-user';
import type { Facts } from '../core/facts';
import { outcomeId, outcomeKey } from '../core/ids';
import { nextStep } from '../core/next-step';
import type { Plan, WritingNeed } from '../core/plan';
import { onlyReads } from '../core/plan';
import { namesOf } from '../core/request';
import type { UserReference } from '../core/user-reference';
import type { Answer } from './answer';
import { lookAtLastRevocation } from './claim-user';
import type { Dependencies } from './dependencies';
import { newIntent } from './interrupted-call';
import { keepLease } from './keep-lease';
import { readFacts } from './learn-facts';
import { newLease } from './lease-terms';
import { policyNow } from './policy-now';
import type { Begun } from './publish-once';
import { startStopwatch } from './stopwatch';
import type { ReadingWork, RequestWork, UserWork } from './work';

/** A request of one user that the ledger may not know. */
export interface NewRequest extends RequestWork {
  /** The digest of its body. */
  readonly payload: string;
  /** Registers it, or finds it registered. Returns the rejection if its id belongs to a request with another body. */
  readonly register: () => Promise<Answer | undefined>;
}

/** A request that has begun. */
export interface BegunUser extends Begun, Pick<UserWork, 'lastRevocation'> {
  /** What was read before the lease was held: nobody else has worked on the outcome before. */
  readonly facts: Facts;
}

/**
 * Reads what must be known of a user, and enters the request with the lease of its outcome and, if nothing that is known
 * forbids the revocation, with its intent. Undefined: nothing was written, since the ledger knows the request, or a fact
 * could not be read, which counts only if it is still needed.
 *
 * @throws Unavailable when the ledger cannot be written
 */
export async function beginUser(
  dependencies: Dependencies,
  request: NewRequest,
  reference: UserReference,
): Promise<BegunUser | undefined> {
  const { ledger, clock } = dependencies;
  const { identity, partition, payload } = request;
  const stopwatch = startStopwatch(clock);
  const user = { ...request, reference, outcomeId: outcomeId(identity, reference), stopwatch };
  const read = await readAhead(dependencies, user).catch(() => undefined);
  if (!read) return undefined;
  const { facts, revokes } = read;
  const sinceMs = clock.monotonicMs();
  const intent = revokes && newIntent(dependencies, user, revokes);
  const terms = { ...newLease(dependencies), ...compact({ intent }) };
  const key = outcomeKey(partition, reference);
  const lastRevocation = revokes && lookAtLastRevocation(dependencies, revokes);
  const lease = await stopwatch.time('claim', () => ledger.requests.begin(key, payload, terms));
  if (!lease) return undefined;
  const kept = keepLease(ledger.outcomes, { lease }, clock, sinceMs);
  return compact({ facts, stopwatch, lease: kept, lastRevocation });
}

interface ReadAhead {
  readonly facts: Facts;
  /** The user whose revocation is planned, or can only be forbidden by what the ledger knows. */
  readonly revokes: DirectoryUser | undefined;
}

/** Learns what can be learned by reading, as far as it is needed. */
async function readAhead(dependencies: Dependencies, user: ReadingWork): Promise<ReadAhead> {
  const { clock } = dependencies;
  const facts = knownOf(user);
  for (;;) {
    const policy = await policyNow(dependencies);
    const now = clock.now();
    const step = nextStep(user.request, facts, policy, now);
    if (!onlyReads(step)) return { facts, revokes: revokedBy(step, facts) };
    Object.assign(facts, await readFacts(dependencies, user, step));
  }
}

function revokedBy(step: WritingNeed | Plan, { user: found }: Facts): DirectoryUser | undefined {
  const mayRevoke = (step.kind === 'proceed' || step.kind === 'need') && step.mode === 'revoke';
  return mayRevoke && found?.kind === 'found' ? found.user : undefined;
}

/** What is known of a user before anything is learned. */
export function knownOf({ request, reference, age, approved }: ReadingWork): Facts {
  const named = namesOf(request, reference).find((name) => name.kind === 'id');
  return { age, approved: approved ?? false, ...compact({ namedId: approved?.userId ?? named?.id }) };
}
