import { openMessage, readClaims } from '../alerts/open-message';
import type { DecisionReading, Reading } from '../alerts/reading';
import { compact } from '../core/compact';
import type { Detail } from '../core/detail';
import { detail, writeDetail } from '../core/detail';
import { fallbackRequestId, tokenRequestId } from '../core/ids';
import type { Issue } from '../core/outcome';
import { notProven } from '../core/rules/request-rules';
import type { Answer, FirstAnswer } from './answer';
import { retryIfTooLong } from './answer';
import type { Dependencies } from './dependencies';
import { endWaiting, ofDisconnected } from './disconnected-tenant';
import { guardReading } from './guard-reading';
import { inParallel } from './in-parallel';
import type { IncomingMessage } from './incoming-message';
import { senderOf } from './incoming-message';
import { receivedFrom, withProvenSender } from './proven-sender';
import type { MessageItem } from './publish-for-message';
import { publishNothingToDo, publishUnread, rejectMessage } from './publish-for-message';
import { registerRequest } from './register-request';
import { chooseTenant, tenantOf } from './tenant-dependencies';
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

/** Reads a message, and answers each of its items: by its users' outcomes, or by one outcome as a whole. */
export async function answerItems<Of extends FirstAnswer>(
  dependencies: Dependencies,
  incoming: IncomingMessage,
  how: ItemAnswers<Of>,
): Promise<readonly (Of | Answer)[]> {
  const receivedAt = dependencies.clock.now();
  const { message, requestId, read } = await readIncoming(dependencies, incoming);
  if (read.kind !== 'read')
    return [await publishUnread(dependencies, { message, receivedAt, requestId }, read.detail)];
  const isBatch = read.value.length > 1;
  const answers = await inParallel([...read.value.entries()], MAX_PARALLEL_ITEMS, ([n, reading]) => {
    const item = isBatch ? n : undefined;
    return answerItem(dependencies, compact({ message, receivedAt, requestId, item }), reading, how);
  });
  return answers.flat();
}

/** What a message contains, or why that was not read. */
interface ReadIncoming {
  /** The message, with the sender that was proven. */
  readonly message: IncomingMessage;
  /** The id of its request unless an item names another. */
  readonly requestId: string;
  readonly read:
    | { readonly kind: 'read'; readonly value: readonly Reading[] }
    | { readonly kind: 'setAside' | 'missing'; readonly detail: Detail };
}

/** Reads a message. A security event token is verified first: who may send to the queue may not speak for an issuer. */
async function readIncoming(dependencies: Dependencies, incoming: IncomingMessage): Promise<ReadIncoming> {
  const { formats, decompress, tokenVerifier } = dependencies;
  const message = await withProvenSender(dependencies, incoming);
  const fallbackId = fallbackRequestId(message.body, message.history);
  const done = (read: ReadIncoming['read']): ReadIncoming => ({ message, requestId: fallbackId, read });
  const { missingOriginal: name } = message;
  if (name !== undefined) return done({ kind: 'missing', detail: detail('originalMissing', { name }) });
  const tenantId = await tenantOf(dependencies, senderOf(message));
  const opened = await guardReading(dependencies, message, () =>
    openMessage(message, { formats, decompress, fallbackId, ...tenantId }),
  );
  if (opened.kind === 'setAside') return done(opened);
  if (opened.value.kind === 'readings') return done({ kind: 'read', value: opened.value.readings });
  const verdict = await tokenVerifier.verify(opened.value.token);
  if (verdict.kind === 'refused') {
    const refusal = `is a security event token that is not trusted (${verdict.error}): ${verdict.detail}`;
    return done({ kind: 'read', value: [{ kind: 'rejected', issues: [{ path: '$', message: refusal }] }] });
  }
  const requestId = tokenRequestId(verdict);
  const issuer = `issuer:${verdict.issuer}` as const;
  const tenantOfIssuer = await tenantOf(dependencies, issuer);
  const read = await guardReading(dependencies, message, () =>
    readClaims(verdict.claims, { formats, fallbackId: requestId, ...tenantOfIssuer }),
  );
  const proven = read.kind === 'read' ? receivedFrom(message, issuer) : message;
  return { message: proven, requestId, read };
}

type Reject = (requestId: string, found: readonly Issue[]) => Promise<readonly Answer[]>;

async function answerItem<Of extends FirstAnswer>(
  dependencies: Dependencies,
  item: MessageItem,
  reading: Reading,
  { request, decision, issues = [] }: ItemAnswers<Of>,
): Promise<readonly (Of | Answer)[]> {
  const { receivedAt, message } = item;
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
      const tenant = await chooseTenant(dependencies, { named, sender });
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

/** Answers a request in its tenant, or rejects it; one that has waited while its tenant was disconnected is ended there. */
async function answerRequest<Of extends FirstAnswer>(
  dependencies: Dependencies,
  { message, receivedAt }: MessageItem,
  reading: Extract<Reading, { readonly kind: 'request' }>,
  { request, reject }: Pick<ItemAnswers<Of>, 'request'> & { readonly reject: Reject },
): Promise<readonly (Of | Answer)[]> {
  const { id, tenantId: named } = reading.request;
  const answer = async (inTenant: Dependencies, how: ItemAnswers<Of | Answer>['request']) => {
    const registered = await registerRequest(inTenant, message, reading, receivedAt);
    return registered.kind === 'registered' ? how(inTenant, registered.work) : reject(id, [registered.issue]);
  };
  const tenant = await chooseTenant(dependencies, { named, sender: senderOf(message) });
  if (tenant.kind === 'tenant') return answer(tenant.dependencies, request);
  const hasWaited = message.history.attempts > 0;
  return tenant.disconnected !== undefined && hasWaited
    ? answer(ofDisconnected(dependencies, tenant.disconnected), endWaiting)
    : reject(id, [issueOf('tenantId', tenant.detail)]);
}

function issueOf(path: string, why: Detail): Issue {
  return { path, message: writeDetail(why) };
}
