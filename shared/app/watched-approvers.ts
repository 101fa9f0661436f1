import type { NamedPerson } from '../core/approver';
import type { Person } from '../core/person';
import type { PeopleLeft } from '../ports/telemetry';
import type { Dependencies } from './dependencies';
import { lookUpPerson } from './look-up-person';
import { personsConcerned } from './persons-concerned';

/** Whom the health checks count among those who can approve, and where they report that too few are left. */
export interface WatchedApprovers {
  readonly lookUpPerson: (name: string) => Promise<NamedPerson>;
  readonly ofApprovers: {
    readonly suspects: () => Promise<readonly Person[]>;
    readonly onTooFew: (people: PeopleLeft) => void;
  };
}

/** Watches the approvers of the home tenant. */
export function watchedApprovers(
  app: Pick<Dependencies, 'directory' | 'policy' | 'ledger' | 'clock' | 'telemetry'>,
): WatchedApprovers {
  const { tenantId } = app.policy;
  return {
    lookUpPerson: (name) => lookUpPerson(app, name),
    ofApprovers: {
      suspects: () => personsConcerned(app),
      onTooFew: (people) => app.telemetry.record({ kind: 'tooFewApprovers', tenantId, ...people }),
    },
  };
}
