import type { Eviction } from '../core/eviction';
import { evictionOf } from '../core/eviction';
import { signInsLeaseKey } from '../core/watch-ids';
import type { SignIn } from '../core/sign-in';
import type { Watch, WatchPolicy } from '../core/watch';
import { replacementOf } from '../core/watch';
import type { RequestQueue } from '../ports/request-queue';
import type { Dependencies } from './dependencies';
import { giveVerdicts } from './give-verdicts';
import type { KeptLease } from './keep-lease';
import { acquireLease, releaseQuietly } from './keep-lease';
import type { SignInsRead } from './read-sign-ins';
import { readSignIns } from './read-sign-ins';
import { dependenciesIn } from './tenant-dependencies';

/** What a look at all tenants needs. */
export interface Looking {
  /** What the app acts with in the home tenant. */
  readonly home: Dependencies;
  /** Where requests go that follow a return. */
  readonly intakeQueue: Pick<RequestQueue, 'send'>;
}

/** What a look has come to. */
export interface Looked {
  readonly watched: number;
  readonly verdicts: number;
  /** Rows of the store that cannot be read. */
  readonly unreadable: readonly string[];
  /** What failed in a tenant: it is looked at again by the next look. */
  readonly failures: readonly unknown[];
}

/**
 * Looks once, in every tenant with a watched revocation, whether anybody has returned, and gives the verdicts that are due. In each tenant
 * one process of all does, by a lease.
 *
 * @throws Unavailable when the store of watches is
 */
export async function lookForReturns(looking: Looking): Promise<Looked> {
  const { watches, unreadable } = await looking.home.ledger.watches.list();
  const tenants = [...Map.groupBy(watches, ({ tenantId }) => tenantId)];
  const looks = await Promise.allSettled(
    tenants.map(([tenantId, ofTenant]) => lookInTenant(looking, tenantId, ofTenant)),
  );
  return {
    watched: watches.length,
    verdicts: looks.reduce((sum, look) => sum + (look.status === 'fulfilled' ? look.value : 0), 0),
    unreadable,
    failures: looks.flatMap((look) => (look.status === 'rejected' ? [look.reason as unknown] : [])),
  };
}

/** Returns how many verdicts were given. */
async function lookInTenant(looking: Looking, tenantId: string, watches: readonly Watch[]): Promise<number> {
  const { home } = looking;
  const lease = await acquireLease(home, home.ledger.evictions, signInsLeaseKey(tenantId));
  if (lease.kind !== 'acquired') return 0;
  try {
    const verdicts = await lookLeased(looking, tenantId, watches, lease.lease);
    await lease.lease.release();
    return verdicts;
  } catch (failure) {
    await releaseQuietly(lease.lease);
    throw failure;
  }
}

async function lookLeased(
  looking: Looking,
  tenantId: string,
  watches: readonly Watch[],
  lease: KeptLease<unknown>,
): Promise<number> {
  const { home } = looking;
  const dependencies = await dependenciesIn(home, tenantId);
  const policy = dependencies?.policy.watch;
  if (!dependencies || !policy) {
    const gone = { verdict: 'unknown', reason: 'notConnected' } as const;
    return giveVerdicts({ ...looking, lease, watches }, home, () => gone);
  }
  const { clock, signInLog } = dependencies;
  const store = home.ledger.watches;
  const stored = await store.readSignIns(tenantId);
  const { latenessMs } = policy;
  const read = await readSignIns({ signInLog, clock, watches, latenessMs }, stored.knowledge);
  const judge = judging(watches, read, policy, clock.now().getTime());
  const given = await giveVerdicts({ ...looking, lease, watches }, dependencies, judge);
  // After the verdicts: what was measured once is measured again if this process dies before.
  await store.writeSignIns(tenantId, stored, read.knowledge);
  return given;
}

/** The verdict on each watch, from what was read. */
function judging(
  watches: readonly Watch[],
  { signIns, knowledge, lookedAt }: SignInsRead,
  { latenessMs }: WatchPolicy,
  now: number,
): (watch: Watch) => Eviction | undefined {
  const ofUsers = Map.groupBy(watches, ({ user }) => user.id);
  const seen: ReadonlyMap<string, readonly SignIn[]> = Map.groupBy(signIns, ({ userId }) => userId);
  return (watch) => {
    const { id } = watch.user;
    const replacement = replacementOf(watch, ofUsers.get(id) ?? []);
    const lookedAtUser = lookedAt.has(id) ? { lookedAtUser: now } : {};
    const evidence = { signIns: seen.get(id) ?? [], knowledge, replacement, latenessMs, ...lookedAtUser };
    return evictionOf(watch, evidence, now);
  };
}
