import type { Eviction } from '../core/eviction';
import type { Watch } from '../core/watch';
import type { RequestQueue } from '../ports/request-queue';
import type { Dependencies } from './dependencies';
import { followUp } from './follow-up';
import { inParallel } from './in-parallel';
import type { KeptLease } from './keep-lease';
import { publishEviction } from './publish-eviction';

/** What giving verdicts needs. */
export interface Giving {
  /** Where requests go that follow a return. */
  readonly intakeQueue: Pick<RequestQueue, 'send'>;
  readonly lease: Pick<KeptLease<unknown>, 'mayCall'>;
  readonly watches: readonly Watch[];
}

/** So many verdicts are given side by side. */
const MAX_AT_ONCE = 16;
/** After so many ms, those that are no returns wait for the next look: it must not come late to the returns of others. */
const MAX_GIVING_MS = 15_000;

/** Gives the verdicts, returns first, and ends what only ends the watches of others. Returns how many were given. */
export async function giveVerdicts(
  giving: Giving,
  dependencies: Dependencies,
  verdictOn: (watch: Watch) => Eviction | undefined,
): Promise<number> {
  const { ledger, clock } = dependencies;
  const [restorations, revocations] = [true, false].map((isRestored) =>
    giving.watches.filter((watch) => (watch.isRestored ?? false) === isRestored),
  );
  const verdicts = (revocations ?? []).flatMap((watch) => {
    const eviction = verdictOn(watch);
    return eviction ? [{ watch, eviction }] : [];
  });
  const isReturn = ({ eviction: { verdict } }: (typeof verdicts)[number]) => verdict === 'returned';
  const inOrder = [...verdicts.filter(isReturn), ...verdicts.filter((one) => !isReturn(one))];
  const until = clock.monotonicMs() + MAX_GIVING_MS;
  const ended = await inParallel(inOrder, MAX_AT_ONCE, async (one) => {
    const isInTime = isReturn(one) || clock.monotonicMs() < until;
    const isRestored = (restorations ?? []).some((other) => isRestoredBy(one.watch, other));
    return isInTime && (await giveVerdict(giving, dependencies, { ...one, isRestored })) ? [one.watch] : [];
  });
  const isOver = new Set(ended.flat());
  const usersLeft = new Set(revocations?.flatMap((watch) => (isOver.has(watch) ? [] : [watch.user.id])));
  for (const restoration of restorations ?? [])
    if (!usersLeft.has(restoration.user.id)) await ledger.watches.end(restoration);
  return isOver.size;
}

interface Giveable {
  readonly watch: Watch;
  readonly eviction: Eviction;
  /** Whether the user was let in again since the revocation. */
  readonly isRestored: boolean;
}

function isRestoredBy(watch: Watch, restoration: Watch): boolean {
  return (
    restoration.user.id === watch.user.id && Date.parse(restoration.revokedAt) >= Date.parse(watch.revokedAt)
  );
}

/** Publishes a verdict, has done what follows from it, and ends the watch, in this order: what a crash leaves is done again. */
async function giveVerdict(
  { lease, intakeQueue }: Giving,
  dependencies: Dependencies,
  { watch, eviction, isRestored }: Giveable,
): Promise<boolean> {
  // Another process may look now: it gives the same verdicts.
  if (!lease.mayCall()) return false;
  // A person has let the user in: what is seen only now of the time before locks nobody out again.
  const onReturn = isRestored ? 'report' : (dependencies.policy.watch?.onReturn ?? 'report');
  const published = await publishEviction(dependencies, watch, eviction, onReturn);
  if (published.kind === 'retry') return false;
  if (!isRestored) await followUp(dependencies, intakeQueue, published.event);
  await dependencies.ledger.watches.end(watch);
  return true;
}
