import { openMessage, readClaims } from '../alerts/open-message';
import type { Reading } from '../alerts/reading';
import type { ChosenTenants } from '../core/chosen-tenants';
import { chooseTenants } from '../core/chosen-tenants';
import { compact } from '../core/compact';
import type { Connections } from '../core/connection';
import type { Detail } from '../core/detail';
import { detail } from '../core/detail';
import { fallbackRequestId, tokenRequestId } from '../core/ids';
import type { ReceivedBy } from '../core/received-by';
import { onlyTenantOf } from '../core/tenant-of-request';
import type { Dependencies } from './dependencies';
import { guardReading } from './guard-reading';
import type { IncomingMessage } from './incoming-message';
import { senderOf } from './incoming-message';
import { receivedFrom, withProvenSender } from './proven-sender';

/** What a message contains, or why that was not read. */
export interface ReadMessage {
  /** The message, with the sender that was proven. */
  readonly message: IncomingMessage;
  readonly receivedAt: Date;
  /** The id of its request unless an item names another. */
  readonly requestId: string;
  readonly read:
    | {
        readonly kind: 'read';
        readonly value: readonly Reading[];
        /** Chosen now, or at an earlier try. */
        readonly tenants: ChosenTenants;
      }
    | { readonly kind: 'setAside' | 'missing'; readonly detail: Detail };
}

/**
 * Reads a message, and chooses the tenants of its items if no earlier try has. A security event token is verified first: a
 * sender of the queue may not speak for an issuer.
 *
 * @throws Unavailable when the connections, the ledger or the keys of an issuer cannot be read
 */
export async function readMessage(
  dependencies: Dependencies,
  incoming: IncomingMessage,
): Promise<ReadMessage> {
  const { formats, decompress, tokenVerifier } = dependencies;
  const receivedAt = dependencies.clock.now();
  const message = await withProvenSender(dependencies, incoming);
  const fallbackId = fallbackRequestId(message.body, message.history);
  const done = (read: ReadMessage['read']): ReadMessage => ({
    message,
    receivedAt,
    requestId: fallbackId,
    read,
  });
  const { missingOriginal: name } = message;
  if (name !== undefined) return done({ kind: 'missing', detail: detail('originalMissing', { name }) });
  const choosing = await choosingFor(dependencies, message);
  const opened = await guardReading(dependencies, message, () =>
    openMessage(message, { formats, decompress, fallbackId, ...choosing.tenantOf(senderOf(message)) }),
  );
  if (opened.kind === 'setAside') return done(opened);
  if (opened.value.kind === 'readings')
    return done(choosing.chosen(opened.value.readings, senderOf(message)));
  const verdict = await tokenVerifier.verify(opened.value.token);
  if (verdict.kind === 'refused') {
    const refusal = `is a security event token that is not trusted (${verdict.error}): ${verdict.detail}`;
    const rejected: Reading = { kind: 'rejected', issues: [{ path: '$', message: refusal }] };
    return done(choosing.chosen([rejected], senderOf(message)));
  }
  const requestId = tokenRequestId(verdict);
  const issuer = `issuer:${verdict.issuer}` as const;
  const read = await guardReading(dependencies, message, () =>
    readClaims(verdict.claims, { formats, fallbackId: requestId, ...choosing.tenantOf(issuer) }),
  );
  if (read.kind === 'setAside') return { message, receivedAt, requestId, read };
  const proven = receivedFrom(message, issuer);
  return { message: proven, receivedAt, requestId, read: choosing.chosen(read.value, issuer) };
}

/** Chooses by one reading of the connections, or by the choice of an earlier try. */
async function choosingFor(
  { policy: { tenantId: home }, tenants }: Dependencies,
  { history: { tenants: chosen, attempts } }: IncomingMessage,
) {
  const connections: Connections = await tenants.connections();
  return {
    /** The tenant of all requests of a sender; blank when there may be several: then no account counts as a foreign one. */
    tenantOf: (sender: ReceivedBy): { readonly tenantId?: string } =>
      compact({ tenantId: chosen ? chosen.ofSender : onlyTenantOf(sender, home, connections) }),
    chosen: (value: readonly Reading[], sender: ReceivedBy) => ({
      kind: 'read' as const,
      value,
      tenants:
        chosen ??
        chooseTenants({ sender, named: value.map(namedBy), hasWaited: attempts > 0 }, home, connections),
    }),
  };
}

function namedBy(reading: Reading): string | undefined {
  switch (reading.kind) {
    case 'request':
      return reading.request.tenantId;
    case 'nothingToDo':
      return reading.tenantId;
    case 'decision':
    case 'rejected':
      return undefined;
  }
}

/** The message as its copies carry it: with the tenants that were chosen. */
export function carryingTenants(message: IncomingMessage, { read }: ReadMessage): IncomingMessage {
  return read.kind === 'read'
    ? { ...message, history: { ...message.history, tenants: read.tenants } }
    : message;
}
