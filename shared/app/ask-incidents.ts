import type { Containment } from '../core/containment';
import type { IncidentState } from '../core/false-positive';
import { judgeFalsePositive, leftReasons } from '../core/false-positive';
import type { Incident } from '../core/incident';
import type { IncidentToAsk } from '../core/incidents-to-ask';
import type { Incidents } from '../ports/incidents';
import { placeOf } from './change-containment';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import type { JudgedIncident } from './other-alerts';
import type { RestoredByIncident } from './restore-by-incident';
import { restoreByIncident } from './restore-by-incident';

const MAX_PARALLEL_RESTORES = 8;

/** What became of a containment whose incident is a false positive. */
export type AskedResult =
  | (RestoredByIncident & { readonly requestId: string })
  /** It is looked at again by the next sweep. */
  | { readonly kind: 'failed'; readonly failure: unknown };

/** The incidents of one system in one tenant that are to be read. */
export interface AskedSystem {
  /** Of the tenant. */
  readonly dependencies: Dependencies;
  readonly incidents: Incidents;
  readonly asked: readonly IncidentToAsk[];
  /** The names of the accounts that are contained now, in any tenant, folded. */
  readonly contained: ReadonlySet<string>;
  /** When nothing more is begun, on the monotonic clock, in ms. */
  readonly until: number;
}

/**
 * Reads each incident once, and undoes the containments of those that are false positives. A system that is away, or asks to wait, ends
 * the work for this sweep; an incident that cannot be read keeps no other from being read. Each reason is reported once.
 */
export async function askIncidents(system: AskedSystem): Promise<readonly AskedResult[]> {
  const { dependencies, incidents, asked, until } = system;
  const results: AskedResult[] = [];
  const reasons = new Set<string>();
  for (const { incident, containments } of asked) {
    if (dependencies.clock.monotonicMs() >= until) break;
    const read = await incidents.judge(incident.id);
    if (read.kind === 'failed') {
      reasons.add(`Incidents of ${incident.system} cannot be read: ${read.reason}`);
      if (!read.isOfIncident) break;
    }
    if (read.kind !== 'judged') continue;
    const answers = await inParallel(containments, MAX_PARALLEL_RESTORES, (containment) =>
      restoreJudged(system, containment, { incident, state: read.state }),
    );
    results.push(...answers.flat());
  }
  return [
    ...results,
    ...[...reasons].map((reason) => ({ kind: 'failed', failure: new Error(reason) }) as const),
  ];
}

async function restoreJudged(
  { dependencies, contained }: Pick<AskedSystem, 'dependencies' | 'contained'>,
  containment: Containment,
  { incident, state }: { readonly incident: Incident; readonly state: IncidentState },
): Promise<readonly AskedResult[]> {
  const { requestId, startedAt } = containment;
  const answer = judgeFalsePositive(state, { startedAt, contained }, dependencies.clock.now());
  switch (answer.kind) {
    case 'notYet':
      return [];
    case 'left':
      return [{ kind: 'left', requestId, why: leftReasons[answer.reason] }];
    case 'counts':
      return [await restoreStored(dependencies, containment, { incident, changedAt: answer.changedAt })];
  }
}

/** Undoes a containment as it is stored now. What fails keeps no other from being undone. */
async function restoreStored(
  dependencies: Dependencies,
  listed: Containment,
  judged: JudgedIncident,
): Promise<AskedResult> {
  const { requestId } = listed;
  try {
    const found = await dependencies.ledger.containments.find(placeOf(listed));
    return found?.containment.state === 'open'
      ? { ...(await restoreByIncident(dependencies, found.containment, judged)), requestId }
      : { kind: 'left', requestId, why: leftReasons.underWay };
  } catch (failure) {
    return { kind: 'failed', failure };
  }
}
