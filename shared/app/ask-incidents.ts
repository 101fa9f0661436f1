import type { Containment } from '../core/containment';
import { leftReasons, judgeFalsePositive } from '../core/false-positive';
import type { IncidentToAsk } from '../core/incidents-to-ask';
import type { Incidents } from '../ports/incidents';
import { placeOf } from './change-containment';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
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
 * Reads each incident once, and undoes the containments of those that are false positives. One that cannot be read ends the work for this
 * sweep: the system is away, or the right is missing.
 */
export async function askIncidents(system: AskedSystem): Promise<readonly AskedResult[]> {
  const { dependencies, incidents, asked, contained, until } = system;
  const { clock } = dependencies;
  const results: AskedResult[] = [];
  for (const { incident, containments } of asked) {
    if (clock.monotonicMs() >= until) return results;
    const read = await incidents.judge(incident.id);
    if (read.kind === 'failed') {
      const failure = new Error(`Incidents of ${incident.system} cannot be read: ${read.reason}`);
      return [...results, { kind: 'failed', failure }];
    }
    if (read.kind === 'notFound') continue;
    const answers = await inParallel(
      containments,
      MAX_PARALLEL_RESTORES,
      async (containment): Promise<readonly AskedResult[]> => {
        const { requestId, startedAt } = containment;
        const answer = judgeFalsePositive(read.state, { startedAt, contained }, clock.now());
        switch (answer.kind) {
          case 'notYet':
            return [];
          case 'left':
            return [{ kind: 'left', requestId, why: leftReasons[answer.reason] }];
          case 'counts':
            return [await restoreStored(dependencies, containment, incident)];
        }
      },
    );
    results.push(...answers.flat());
  }
  return results;
}

/** Undoes a containment as it is stored now. What fails keeps no other from being undone. */
async function restoreStored(
  dependencies: Dependencies,
  listed: Containment,
  incident: IncidentToAsk['incident'],
): Promise<AskedResult> {
  const { requestId } = listed;
  try {
    const found = await dependencies.ledger.containments.find(placeOf(listed));
    return found?.containment.state === 'open'
      ? { ...(await restoreByIncident(dependencies, found.containment, incident)), requestId }
      : { kind: 'left', requestId, why: leftReasons.underWay };
  } catch (failure) {
    return { kind: 'failed', failure };
  }
}
