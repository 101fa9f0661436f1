import type { AskedResult } from '../../shared/app/ask-incidents';
import type { Dependencies } from '../../shared/app/dependencies';
import { restoreFalsePositives } from '../../shared/app/restore-false-positives';
import type { Connection } from '../../shared/core/connection';
import type { Containment } from '../../shared/core/containment';
import type { IncidentSystem } from '../../shared/core/incident';
import type { Policy } from '../../shared/core/policy';
import { inMemoryIncidents } from '../twins/in-memory-incidents';
import type { ContainingApp, Thing } from './contained';
import { averysItems, contained, containingApp } from './contained';

export const MINUTE_MS = 60_000;
/** The incident that has Avery contained. */
export const XDR_INCIDENT = '29';

/** An app whose policy restores false positives, and the incidents that it reads. */
export function restoringApp(policy: Partial<Policy> = {}, items: readonly Thing[] = averysItems) {
  const app = containingApp(items, { restoreFalsePositives: ['defenderXdr'], ...policy });
  const xdr = inMemoryIncidents('hasTags', () => app.clock.now());
  const sentinel = inMemoryIncidents('knowsIds', () => app.clock.now());
  xdr.add(XDR_INCIDENT);
  const asked: (Connection | undefined)[] = [];
  const incidentsOf = (system: IncidentSystem, connection: Connection | undefined) => {
    asked.push(connection);
    return system === 'sentinel' ? sentinel : xdr;
  };
  return { ...app, xdr, sentinel, asked, incidentsOf };
}

export type RestoringApp = ReturnType<typeof restoringApp>;

/** Avery is contained for an incident. */
export async function containedFor(
  app: RestoringApp = restoringApp(),
  changes: Partial<Containment> = {},
): Promise<RestoringApp> {
  await contained(app, { alert: { incidentId: XDR_INCIDENT }, ...changes });
  return app;
}

/** Sweeps as the timer does. */
export function sweepOf(
  { dependencies, incidentsOf }: Pick<RestoringApp, 'dependencies' | 'incidentsOf'>,
  home: Dependencies = dependencies,
): Promise<readonly AskedResult[]> {
  return restoreFalsePositives({ home, incidentsOf });
}

/** A person closes the incident as a false positive a minute from now, and some minutes pass. */
export function closeAsFalsePositive(
  { clock, xdr }: Pick<ContainingApp, 'clock'> & Pick<RestoringApp, 'xdr'>,
  { incident = XDR_INCIDENT, by = 'analyst@contoso.com', minutes = 5 } = {},
): void {
  clock.advance(MINUTE_MS);
  xdr.update(incident, { isFalsePositive: true, people: [by] });
  clock.advance(minutes * MINUTE_MS);
}
