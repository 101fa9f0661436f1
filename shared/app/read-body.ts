import { openMessage, readClaims } from '../alerts/open-message';
import type { Reading } from '../alerts/reading';
import { tokenRequestId } from '../core/ids';
import type { Dependencies } from './dependencies';
import type { Guarded } from './guard-reading';
import { guardReading } from './guard-reading';
import { senderOf } from './incoming-message';
import type { MessageTenants } from './message-tenants';
import { receivedFrom } from './proven-sender';
import type { MessageItem } from './publish-for-message';

/** The items of a body, with its message as sent by whom that was proven; or why they were not read. */
export type ReadBody = MessageItem & Guarded<readonly Reading[]>;

/**
 * Reads the body of a message. A security event token is verified first, and counts as sent by its issuer: a sender of the
 * queue may not speak for one.
 *
 * @throws Unavailable when the keys of an issuer, or the ledger, cannot be read
 */
export async function readBody(
  dependencies: Dependencies,
  item: MessageItem,
  tenants: MessageTenants,
): Promise<ReadBody> {
  const { formats, decompress } = dependencies;
  const { message, requestId: fallbackId } = item;
  const opened = await guardReading(dependencies, message, () =>
    openMessage(message, { formats, decompress, fallbackId, ...tenants.ofSender(senderOf(message)) }),
  );
  if (opened.kind === 'setAside') return { ...item, ...opened };
  return opened.value.kind === 'token'
    ? readToken(dependencies, item, opened.value.token, tenants)
    : { ...item, kind: 'read', value: opened.value.readings };
}

async function readToken(
  dependencies: Dependencies,
  item: MessageItem,
  token: string,
  tenants: MessageTenants,
): Promise<ReadBody> {
  const { formats, tokenVerifier } = dependencies;
  const verdict = await tokenVerifier.verify(token);
  if (verdict.kind === 'refused') {
    const refusal = `is a security event token that is not trusted (${verdict.error}): ${verdict.detail}`;
    const rejected: Reading = { kind: 'rejected', issues: [{ path: '$', message: refusal }] };
    return { ...item, kind: 'read', value: [rejected] };
  }
  const issuer = `issuer:${verdict.issuer}` as const;
  const requestId = tokenRequestId(verdict);
  const read = await guardReading(dependencies, item.message, () =>
    readClaims(verdict.claims, { formats, fallbackId: requestId, ...tenants.ofSender(issuer) }),
  );
  const message = read.kind === 'read' ? receivedFrom(item.message, issuer) : item.message;
  return { ...item, message, requestId, ...read };
}
