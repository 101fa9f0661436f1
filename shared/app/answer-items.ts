import type { DecisionReading, Reading } from '../alerts/reading';
import { tenantOfItem } from '../core/chosen-tenants';
import { compact } from '../core/compact';
import type { Detail } from '../core/detail';
import { writeDetail } from '../core/detail';
import type { Issue } from '../core/outcome';
import { notProven } from '../core/rules/request-rules';
import type { Answer, FirstAnswer } from './answer';
import { retryIfTooLong } from './answer';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import { senderOf } from './incoming-message';
import { chosenBefore, endWaiting } from './left-tenant';
import type { MessageItem } from './publish-for-message';
import { publishNothingToDo, publishUnread, rejectMessage } from './publish-for-message';
import type { ReadMessage } from './read-message';
import { registerRequest } from './register-request';
import type { RequestWork } from './work';

/** Items of one batch that are processed side by side; each may have several users. */
const MAX_PARALLEL_ITEMS = 4;

/** How the items of a message are answered. */
export interface ItemAnswers<Of extends FirstAnswer> {
  /** With what the app acts with in the tenant of the request. */
  readonly request: (dependencies: Dependencies, work: RequestWork) => Promise<readonly Of[]>;
  readonly decision: (reading: DecisionReading, item: MessageItem) => Promise<readonly Of[]>;
  /** Issues that every rejection names first. */
  readonly issues?: readonly Issue[];
}

/** Answers each item of a message that was read: by its users' outcomes, or by one outcome as a whole. */
export async function answerItems<Of extends FirstAnswer>(
  dependencies: Dependencies,
  { message, receivedAt, requestId, read }: ReadMessage,
  how: ItemAnswers<Of>,
): Promise<readonly (Of | Answer)[]> {
  if (read.kind !== 'read')
    return [await publishUnread(dependencies, { message, receivedAt, requestId }, read.detail)];
  const isBatch = read.value.length > 1;
  const answers = await inParallel([...read.value.entries()], MAX_PARALLEL_ITEMS, ([n, reading]) => {
    const item = compact({ message, receivedAt, requestId, item: isBatch ? n : undefined });
    return answerItem(dependencies, { ...item, tenantId: tenantOfItem(read.tenants, n) }, reading, how);
  });
  return answers.flat();
}

/** An item, and the tenant that was chosen for it when its message was first read; undefined when it was denied. */
type ChosenItem = MessageItem & { readonly tenantId: string | undefined };

type Reject = (requestId: string, found: readonly Issue[]) => Promise<readonly Answer[]>;

async function answerItem<Of extends FirstAnswer>(
  dependencies: Dependencies,
  item: ChosenItem,
  reading: Reading,
  { request, decision, issues = [] }: ItemAnswers<Of>,
): Promise<readonly (Of | Answer)[]> {
  const { receivedAt, message, tenantId } = item;
  const sender = senderOf(message);
  const retry = retryIfTooLong(dependencies, receivedAt, message.history.attempts);
  if (retry) return [retry];
  const reject: Reject = async (requestId, found) => [
    await rejectMessage(dependencies, { ...item, requestId }, [...issues, ...found]),
  ];
  switch (reading.kind) {
    case 'rejected':
      return reject(reading.requestId ?? item.requestId, reading.issues);
    case 'nothingToDo': {
      const { format, requestId, tenantId: named } = reading;
      const tenant = await chosenBefore(dependencies, { named, sender }, tenantId);
      if (tenant.kind === 'denied') return reject(requestId, [issueOf('tenantId', tenant.detail)]);
      const unproven = notProven({ format, receivedBy: sender }, dependencies.policy);
      if (unproven) return reject(requestId, [issueOf('receivedBy', unproven)]);
      return [await publishNothingToDo(tenant.dependencies, { ...item, requestId }, reading)];
    }
    case 'decision':
      return decision(reading, item);
    case 'request':
      return answerRequest(dependencies, item, reading, { request, reject });
  }
}

/** Answers a request in its tenant, or rejects it; one whose tenant is chosen no longer is ended there. */
async function answerRequest<Of extends FirstAnswer>(
  dependencies: Dependencies,
  { message, receivedAt, tenantId }: ChosenItem,
  reading: Extract<Reading, { readonly kind: 'request' }>,
  { request, reject }: Pick<ItemAnswers<Of>, 'request'> & { readonly reject: Reject },
): Promise<readonly (Of | Answer)[]> {
  const { id, tenantId: named } = reading.request;
  const tenant = await chosenBefore(dependencies, { named, sender: senderOf(message) }, tenantId);
  if (tenant.kind === 'denied') return reject(id, [issueOf('tenantId', tenant.detail)]);
  const { dependencies: inTenant } = tenant;
  const registered = await registerRequest(inTenant, message, reading, receivedAt);
  if (registered.kind === 'otherBody') return reject(id, [registered.issue]);
  const { work } = registered;
  return tenant.kind === 'left' ? endWaiting(inTenant, work, tenant.denial) : request(inTenant, work);
}

function issueOf(path: string, why: Detail): Issue {
  return { path, message: writeDetail(why) };
}
