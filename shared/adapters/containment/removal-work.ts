import type { BackendFailure } from '../../core/backend-failure';
import type { ContainedItem, ContainmentChange, KeptItem } from '../../core/containment';
import { detail } from '../../core/detail';
import type { CallRecord } from '../../core/revocation';
import type { GraphAnswer } from '../graph/graph-answer';
import type { Removal, Surveyed } from './removal';

/** How many changes a step makes of one user, and how many items it names as kept: a record is bounded. */
const MAX_CHANGES = 100;
const MAX_KEPT = 100;

/** An item that the backend refused to change, for good. */
interface Refused extends KeptItem {
  readonly kind: BackendFailure['kind'];
}

/** The calls that were made, and what ended them. */
export interface Work {
  attempts: number;
  readonly requestIds: string[];
  /** By their items. */
  readonly changed: Map<string, ContainmentChange>;
  refused: readonly Refused[];
  failure?: BackendFailure;
}

/** What earlier calls have noted is this step's own; what of it is gone was made, even if the answer was lost. */
export function startWork(
  noted: readonly ContainmentChange[],
  survey: Surveyed,
  planned: readonly ContainmentChange[],
): Work {
  const changed = new Map(planned.map((change) => [itemKey(change.item), change]));
  const there = new Set([...survey.kept, ...survey.changes].map(({ item }) => itemKey(item)));
  for (const change of noted) {
    const key = itemKey(change.item);
    if (changed.has(key)) continue;
    const isOpen = change.state === 'intended';
    const state = !isOpen ? change.state : there.has(key) ? 'notOurs' : 'made';
    changed.set(key, { ...change, state });
  }
  return { attempts: 0, requestIds: [], changed, refused: [] };
}

/** How one item of a user is removed, and why it may be refused. */
interface Removing extends Pick<Removal, 'refused'> {
  readonly remove: (change: ContainmentChange) => Promise<GraphAnswer>;
}

/** What the backend refuses is tried again after the others: it deletes a default method only when it is the last. */
export async function removeAll(
  { remove, refused: reasonOf }: Removing,
  planned: readonly ContainmentChange[],
  work: Work,
): Promise<void> {
  let open = planned.filter(({ state }) => state === 'intended');
  for (let progress = true; progress && open.length > 0;) {
    progress = false;
    const refused: Refused[] = [];
    for (const change of open) {
      const answer = await remove(change);
      count(work, answer.record);
      if (answer.kind !== 'failed') {
        work.changed.set(itemKey(change.item), { ...change, state: 'made' });
        progress = true;
      } else if (isOfOneItem(answer.failure)) {
        refused.push({ item: change.item, reason: reasonOf(answer.failure), kind: answer.failure.kind });
      } else {
        work.failure = answer.failure;
        return;
      }
    }
    work.refused = refused;
    open = open.filter(({ item }) => refused.some((one) => one.item === item));
  }
  for (const { item } of open) setState(work, item, 'notOurs');
  const [first] = work.refused;
  if (first) work.failure = { kind: first.kind, detail: first.reason };
}

function setState({ changed }: Work, item: ContainedItem, state: ContainmentChange['state']): void {
  const change = changed.get(itemKey(item));
  if (change) changed.set(itemKey(item), { ...change, state });
}

/** The others may still succeed: a permission may be missing for one type of method alone. */
export function isOfOneItem({ kind }: BackendFailure): boolean {
  return kind === 'badRequest' || kind === 'notDone' || kind === 'forbidden';
}

export function count(
  work: Pick<Work, 'attempts' | 'requestIds'>,
  { attempts, requestIds }: CallRecord,
): void {
  work.attempts += attempts;
  work.requestIds.push(...requestIds);
}

export function isNoted(noted: readonly ContainmentChange[], item: ContainedItem): boolean {
  return noted.some((change) => itemKey(change.item) === itemKey(item));
}

/**
 * What is beyond the bound is named, and not changed by a repeated call either; what is only older than the alert is named
 * last.
 */
export function bounded(
  { changes, kept, ...survey }: Surveyed,
  noted: readonly ContainmentChange[],
): Surveyed {
  const surveyed = new Set(changes.map(({ item }) => itemKey(item)));
  const gone = noted.filter(({ item }) => !surveyed.has(itemKey(item))).length;
  const most = Math.max(MAX_CHANGES - gone, 0);
  const reason = detail('keptTooMany', { count: MAX_CHANGES });
  const beyond = changes.slice(most).map(({ item }) => ({ item, reason }));
  const isOlder = (one: KeptItem): boolean => one.reason.code === 'keptOlder';
  const named = [...beyond, ...kept].toSorted((a, b) => Number(isOlder(a)) - Number(isOlder(b)));
  return { ...survey, changes: changes.slice(0, most), kept: named.slice(0, MAX_KEPT) };
}

export function itemKey({ kind, id }: ContainedItem): string {
  return `${kind} ${id}`;
}
