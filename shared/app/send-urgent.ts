import { openMessage } from '../alerts/open-message';
import type { Reading } from '../alerts/reading';
import { requestPartition, urgentSenderKey } from '../core/ids';
import type { ReceivedBy } from '../core/received-by';
import type { NewMessage, RequestQueue } from '../ports/request-queue';
import { Unavailable } from '../ports/unavailable';
import type { Dependencies } from './dependencies';
import { termOf } from './lease-terms';
import { laneOf } from './lane-of-request';

/** A larger body is not read before it is on a queue. */
const MAX_READ_BYTES = 65_536;
const [BRACE, BRACKET] = ['{', '['].map((text) => text.charCodeAt(0));

/** What it takes to find an alert urgent, and to have it done first. */
export interface SendingUrgent extends Pick<
  Dependencies,
  'formats' | 'decompress' | 'policy' | 'clock' | 'ledger' | 'urgentShares'
> {
  /** Absent: the environment has none, and no alert is read before it is on a queue. */
  readonly urgentQueue?: Pick<RequestQueue, 'send'>;
}

/** Where what came over HTTP is from, and the id of its request unless it names another. */
export interface From {
  readonly receivedBy: ReceivedBy;
  readonly requestId: string;
}

/**
 * Sends an alert that came over HTTP to the urgent queue if it is urgent. Others may send to that queue, so its sender is recorded
 * in the ledger before.
 *
 * @returns false: it is not urgent, or its sender could not be recorded, and nothing was sent
 * @throws Unavailable when the broker has not accepted it
 * @throws TooLarge when the broker will never accept it
 */
export async function sendIfUrgent(
  sending: SendingUrgent,
  message: NewMessage,
  from: From,
): Promise<boolean> {
  const { urgentQueue } = sending;
  if (!urgentQueue || !isUrgent(sending, message, from)) return false;
  if (!(await isRecorded(sending, message, from))) return false;
  await urgentQueue.send(message);
  return true;
}

function isUrgent(sending: SendingUrgent, message: NewMessage, { receivedBy, requestId }: From): boolean {
  const { policy } = sending;
  return readingsOf(sending, message, requestId).some((reading) => {
    if (reading.kind !== 'request') return false;
    const request = { ...reading.request, receivedBy };
    const identity = { tenantId: policy.tenantId, requestId: request.id, receivedBy };
    return laneOf(sending, { request, id: requestPartition(identity) }) === 'urgent';
  });
}

/** What a small body of JSON says. Whatever is wrong with it is found and answered when its message is read. */
function readingsOf(
  { formats, decompress }: SendingUrgent,
  { body, contentType, properties }: NewMessage,
  fallbackId: string,
): readonly Reading[] {
  if (body.length > MAX_READ_BYTES || (body[0] !== BRACE && body[0] !== BRACKET)) return [];
  try {
    const opened = openMessage({ body, contentType, properties }, { formats, decompress, fallbackId });
    return opened.kind === 'readings' ? opened.readings : [];
  } catch {
    return [];
  }
}

async function isRecorded(
  sending: SendingUrgent,
  { body }: NewMessage,
  { receivedBy, requestId }: From,
): Promise<boolean> {
  const key = urgentSenderKey(body, { origin: { messageId: requestId }, receivedBy });
  try {
    await sending.ledger.senders.record(key, receivedBy, termOf(sending));
    return true;
  } catch (failure) {
    if (failure instanceof Unavailable) return false;
    throw failure;
  }
}
