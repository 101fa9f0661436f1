import type { DecisionReading, Reading, RestoreReading } from '../alerts/reading';
import type { ChosenTenants } from '../core/chosen-tenants';
import { tenantOfItem } from '../core/chosen-tenants';
import { compact } from '../core/compact';
import type { Detail } from '../core/detail';
import { detail, writeDetail } from '../core/detail';
import { fallbackRequestId, payloadDigest } from '../core/ids';
import type { Issue } from '../core/outcome';
import { notProven } from '../core/rules/request-rules';
import type { Answer, FirstAnswer } from './answer';
import { retryIfTooLong } from './answer';
import type { NewRequest } from './begin-user';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import type { IncomingMessage } from './incoming-message';
import { senderOf } from './incoming-message';
import { chosenBefore, endWaiting } from './left-tenant';
import { messageTenants } from './message-tenants';
import { withProvenSender } from './proven-sender';
import { PERMITS } from './permits';
import type { MessageItem } from './publish-for-message';
import { publishNothingToDo, publishUnread, rejectMessage } from './publish-for-message';
import { readBody } from './read-body';
import { mayBeNew, registerPayload, workOfRequest } from './register-request';
import type { RequestWork } from './work';

/** A message with the sender that was proven, and its items with the tenants that were chosen; or why it was not read. */
export type ReadMessage = MessageItem &
  (
    | { readonly kind: 'read'; readonly value: readonly Reading[]; readonly tenants: ChosenTenants }
    | { readonly kind: 'unread'; readonly detail: Detail; readonly tenants?: undefined }
  );

/**
 * Reads a message, and chooses the tenants of its items if no earlier try has.
 *
 * @throws Unavailable when the connections, the ledger or the keys of an issuer cannot be read
 */
export async function readMessage(
  dependencies: Dependencies,
  incoming: IncomingMessage,
): Promise<ReadMessage> {
  const receivedAt = dependencies.clock.now();
  const message = await withProvenSender(dependencies, incoming);
  const { body, history, missingOriginal: name } = message;
  const item = { message, receivedAt, requestId: fallbackRequestId(body, history) };
  if (name !== undefined) return { ...item, kind: 'unread', detail: detail('originalMissing', { name }) };
  const tenants = await messageTenants(dependencies, message);
  const read = await readBody(dependencies, item, tenants);
  return read.kind === 'setAside'
    ? { ...read, kind: 'unread' }
    : { ...read, tenants: tenants.ofItems(read.value, senderOf(read.message)) };
}

/** How the items of a message are answered. */
export interface ItemAnswers<Of extends FirstAnswer> {
  /** With what the app acts with in the tenant of the request. */
  readonly request: (dependencies: Dependencies, work: RequestWork) => Promise<readonly Of[]>;
  /** In place of `request`, for one that the ledger may not know and that is not registered yet. */
  readonly newRequest?: (dependencies: Dependencies, work: NewRequest) => Promise<readonly (Of | Answer)[]>;
  readonly decision: (app: Dependencies, read: DecisionReading, item: MessageItem) => Promise<readonly Of[]>;
  readonly restore: (app: Dependencies, read: RestoreReading, item: MessageItem) => Promise<readonly Of[]>;
  /** Issues that every rejection names first. */
  readonly issues?: readonly Issue[];
}

/** Answers each item of a message that was read: by its users' outcomes, or by one outcome as a whole. */
export async function answerItems<Of extends FirstAnswer>(
  dependencies: Dependencies,
  read: ReadMessage,
  how: ItemAnswers<Of>,
): Promise<readonly (Of | Answer)[]> {
  if (read.kind === 'unread') return [await publishUnread(dependencies, read, read.detail)];
  const { message, receivedAt, requestId, value, tenants } = read;
  const isBatch = value.length > 1;
  const ofMessage = { ...dependencies, permits: dependencies.permits.ofMessage() };
  const answers = await inParallel([...value.entries()], PERMITS, ([n, reading]) => {
    const item = compact({ message, receivedAt, requestId, item: isBatch ? n : undefined });
    return answerItem(ofMessage, { ...item, tenantId: tenantOfItem(tenants, n) }, reading, how);
  });
  return answers.flat();
}

/** An item, and the tenant that was chosen for it when its message was first read; undefined when it was denied. */
type ChosenItem = MessageItem & { readonly tenantId: string | undefined };

async function answerItem<Of extends FirstAnswer>(
  dependencies: Dependencies,
  item: ChosenItem,
  reading: Reading,
  how: ItemAnswers<Of>,
): Promise<readonly (Of | Answer)[]> {
  const [{ receivedAt, message }, { permits }, { issues = [] }] = [item, dependencies, how];
  const retry = retryIfTooLong(dependencies, receivedAt, message.history.attempts);
  if (retry) return [retry];
  const reject: Reject = (requestId, found) =>
    rejectMessage(dependencies, { ...item, requestId }, [...issues, ...found]);
  switch (reading.kind) {
    case 'rejected':
      return [await permits.run(() => reject(reading.requestId ?? item.requestId, reading.issues))];
    case 'decision':
      return how.decision(dependencies, reading, item);
    case 'restore':
      return how.restore(dependencies, reading, item);
    case 'nothingToDo':
    case 'request':
      return answerInTenant(dependencies, item, reading, { ...how, reject });
  }
}

type Reject = (requestId: string, found: readonly Issue[]) => Promise<Answer>;
type AnswersInTenant<Of extends FirstAnswer> = ItemAnswers<Of> & { readonly reject: Reject };

/** Answers an item in its tenant, or rejects it; a request whose tenant is chosen no longer is ended there. */
async function answerInTenant<Of extends FirstAnswer>(
  dependencies: Dependencies,
  item: ChosenItem,
  reading: Extract<Reading, { readonly kind: 'nothingToDo' | 'request' }>,
  { request, newRequest, reject }: AnswersInTenant<Of>,
): Promise<readonly (Of | Answer)[]> {
  const { receivedAt, message, tenantId } = item;
  const sender = senderOf(message);
  const answered = async (answer: () => Promise<Answer>) => [await dependencies.permits.run(answer)];
  const { id, tenantId: named } =
    reading.kind === 'request' ? reading.request : { ...reading, id: reading.requestId };
  const tenant = await chosenBefore(dependencies, { named, sender }, tenantId);
  if (tenant.kind === 'denied') return answered(() => reject(id, [issueOf('tenantId', tenant.detail)]));
  const { dependencies: inTenant } = tenant;
  if (reading.kind === 'nothingToDo') {
    const unproven = notProven({ format: reading.format, receivedBy: sender }, dependencies.policy);
    if (unproven) return answered(() => reject(id, [issueOf('receivedBy', unproven)]));
    return answered(() => publishNothingToDo(inTenant, { ...item, requestId: id }, reading));
  }
  const work = workOfRequest(inTenant.policy, message, reading, receivedAt);
  const payload = payloadDigest(message.body);
  const register = async (): Promise<Answer | undefined> => {
    const issue = await registerPayload(inTenant, work.partition, payload);
    return issue && reject(id, [issue]);
  };
  if (newRequest && tenant.kind !== 'left' && mayBeNew(message)) {
    return newRequest(inTenant, { ...work, payload, register });
  }
  const rejection = await dependencies.permits.run(register);
  if (rejection) return [rejection];
  return tenant.kind === 'left' ? endWaiting(inTenant, work, tenant.denial) : request(inTenant, work);
}

function issueOf(path: string, why: Detail): Issue {
  return { path, message: writeDetail(why) };
}
