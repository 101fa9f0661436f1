import { compact } from '../core/compact';
import { userRevocationKey } from '../core/ids';
import { isShownByDirectory } from '../core/revocation-method';
import type { DirectoryUser } from '../core/directory-user';
import type { UserRevocation } from '../core/user-revocation';
import { answersEarlierRequest, isOfPerson, wasRevokedSince } from '../core/user-revocation';
import type { SeenEntry } from '../ports/ledger';
import { acquireUnanswered, hasLostSteps } from './acquire-unanswered';
import type { Claim, UserLease } from './claim';
import type { Dependencies } from './dependencies';
import type { KeptAnswer } from './keep-lease';
import { acquireLease } from './keep-lease';
import type { UserWork } from './work';

/**
 * Another request that revokes the user is waited for in place so long, in ms, and then by a copy of the message, or no longer by
 * an urgent one: the other may be an ordinary one, whose call waits behind a backlog.
 */
const WAITS_MS = [100, 200, 400, 800];

/**
 * Claims a user, so that of several requests about them one revokes and answers those that came before its call. A request
 * that a person wants to be carried out is never answered by another one, and waits for none: not even for its lease.
 */
export async function claimUser(
  dependencies: Dependencies,
  user: UserWork,
  userId: string,
): Promise<Claim<UserLease>> {
  const { ledger, policy, clock } = dependencies;
  if (!isShownByDirectory(policy.methods)) return { kind: 'none' };
  const key = userRevocationKey(policy.tenantId, userId);
  const answers = answersWork(user);
  const acquire = (seen?: SeenEntry) =>
    acquireUnanswered(dependencies, { userId, wants: user }, (mayAnswer) => {
      const stillValid = (earlier: UserRevocation): boolean => mayAnswer(earlier) && answers(earlier);
      // No request that is older than this is carried out.
      const expiresAt = new Date(clock.now().getTime() + policy.maxRequestAgeMs);
      const terms = compact({ stillValid, expiresAt, seen });
      return acquireLease(dependencies, ledger.userRevocations, key, terms);
    });
  const first = async () => acquire(await user.lastRevocation);
  if (isOwn(user)) return { kind: 'held', lease: leaseBeside(first()) };
  for (let tries = 0; ; tries++) {
    const acquired = await (tries === 0 ? first() : acquire());
    switch (acquired.kind) {
      case 'acquired':
        return { kind: 'held', lease: acquired.lease };
      case 'recorded':
        return { kind: 'answered', fact: { kind: 'doneSince', revocation: acquired.entry } };
      case 'busy': {
        const waitMs = WAITS_MS[tries];
        if (waitMs === undefined) return withoutLease(user, acquired.leaseExpiresAt);
        await clock.sleep(waitMs);
      }
    }
  }
}

/** What a request does that has waited in place for the lease of another one. */
function withoutLease({ lane }: UserWork, leaseExpiresAt: Date): Claim<never> {
  return lane === 'urgent' ? { kind: 'none' } : { kind: 'retry', at: leaseExpiresAt, reason: 'claimed' };
}

/**
 * Looks at the last revocation of a user whom the directory has signed out lately, so that the lease which takes its place
 * need not be preceded by a read. Undefined for others, or if it cannot be read. Never rejects.
 */
export async function lookAtLastRevocation(
  { ledger, policy, clock }: Pick<Dependencies, 'ledger' | 'policy' | 'clock'>,
  user: DirectoryUser,
): Promise<SeenEntry | undefined> {
  const { tenantId, methods, maxRequestAgeMs } = policy;
  const since = new Date(clock.now().getTime() - maxRequestAgeMs);
  if (!isShownByDirectory(methods) || !wasRevokedSince(user, since)) return undefined;
  return ledger.userRevocations.look(userRevocationKey(tenantId, user.id)).catch(() => undefined);
}

/** A lease that is acquired beside the call. One that another request holds is not waited for: nothing is recorded then. */
function leaseBeside(acquiring: Promise<KeptAnswer<UserRevocation>>): UserLease {
  const held = async () => {
    const acquired = await acquiring;
    return acquired.kind === 'acquired' ? acquired.lease : undefined;
  };
  acquiring.catch(() => undefined);
  return {
    record: async (entry) => (await held())?.record(entry) ?? { kind: 'leaseLost' },
    release: async () => (await held())?.release(),
  };
}

/** The recorded revocation of a user, if it answers a request that came before it. */
export async function revocationSince(
  dependencies: Pick<Dependencies, 'ledger' | 'policy' | 'clock'>,
  user: UserWork,
  userId: string,
): Promise<UserRevocation | undefined> {
  if (isOwn(user)) return undefined;
  const { ledger, policy, clock } = dependencies;
  const found = await ledger.userRevocations.read(userRevocationKey(policy.tenantId, userId), clock.now());
  if (!found || !answersWork(user)(found)) return undefined;
  return (await hasLostSteps(dependencies, { userId, wants: user }, found)) ? undefined : found;
}

function answersWork(user: UserWork): (revocation: UserRevocation) => boolean {
  if (isOwn(user)) return () => false;
  const { request, outcomeId, age, steps, awaiting } = user;
  return (revocation) =>
    answersEarlierRequest(
      revocation,
      request,
      compact({ outcomeId, enqueuedAt: age.enqueuedAt, steps, awaiting }),
    );
}

function isOwn({ request, approved, confirmation, identity }: UserWork): boolean {
  const isApproved = approved !== undefined || confirmation !== undefined;
  return isOfPerson({ request, isApproved, isReplay: identity.replay !== undefined });
}
