import type { Reading } from '../alerts/reading';
import type { ChosenTenants } from '../core/chosen-tenants';
import { chooseTenants } from '../core/chosen-tenants';
import { compact } from '../core/compact';
import type { ReceivedBy } from '../core/received-by';
import { onlyTenantOf } from '../core/tenant-of-request';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';

/** The tenants of one message: by one reading of the connections, or by the choice of an earlier try. */
export interface MessageTenants {
  /** The tenant of all requests of a sender; blank when there may be several: then no account counts as a foreign one. */
  readonly ofSender: (sender: ReceivedBy) => { readonly tenantId?: string };
  readonly ofItems: (readings: readonly Reading[], sender: ReceivedBy) => ChosenTenants;
}

/**
 * How the tenants of a message are chosen.
 *
 * @throws Unavailable when the connections cannot be read
 */
export async function messageTenants(
  { policy: { tenantId: home }, tenants }: Pick<Dependencies, 'policy' | 'tenants'>,
  { history: { tenants: chosen, attempts } }: IncomingMessage,
): Promise<MessageTenants> {
  const connections = await tenants.connections();
  return {
    ofSender: (sender) =>
      compact({ tenantId: chosen ? chosen.ofSender : onlyTenantOf(sender, home, connections) }),
    ofItems: (readings, sender) =>
      chosen ??
      chooseTenants({ sender, named: readings.map(namedBy), hasWaited: attempts > 0 }, home, connections),
  };
}

function namedBy(reading: Reading): string | undefined {
  switch (reading.kind) {
    case 'request':
      return reading.request.tenantId;
    case 'nothingToDo':
      return reading.tenantId;
    case 'decision':
    case 'restore':
    case 'rejected':
      return undefined;
  }
}

/** The message as its copies carry it: with the tenants that were chosen, if it was read. */
export function carryingTenants(
  message: IncomingMessage,
  tenants: ChosenTenants | undefined,
): IncomingMessage {
  return tenants ? { ...message, history: { ...message.history, tenants } } : message;
}
