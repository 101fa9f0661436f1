import type { RequestIdentity } from './ledger-key';
import type { Mode } from './mode';
import type { Outcome } from './outcome';
import { outcomeId } from './outcome-id';
import type { Alert } from './request';

/** The outcome of an alert that asks for nobody to be signed out. It stands in either mode. */
export function nothingToDo(alert: {
  readonly identity: RequestIdentity;
  readonly mode: Mode;
  readonly alert: Alert;
  readonly reason: string;
  readonly receivedAt: Date;
  readonly completedAt: Date;
}): Outcome {
  const { identity, mode, reason } = alert;
  return {
    id: outcomeId(identity),
    requestId: identity.requestId,
    status: 'nothingToDo',
    mode,
    tenantId: identity.tenantId,
    alert: alert.alert,
    receivedAt: alert.receivedAt.toISOString(),
    completedAt: alert.completedAt.toISOString(),
    methods: [],
    detail: `Because ${reason}.`,
  };
}
