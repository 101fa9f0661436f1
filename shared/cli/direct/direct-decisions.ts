import { MAX_CONFIRMATIONS } from '../../alerts/approval-message';
import type { ApprovalRequest } from '../../core/approval';
import { decisionKey, decisionMessageId, outcomeId } from '../../core/ids';
import type { Result } from '../../messages/result-schema';
import type { ResultsSubscription } from '../../ports/results-topic';
import type { ApprovalDesk } from '../approval-desk';
import { sendJson } from '../connected';
import type { Decided, DecidedOutcome, DecisionAnswer } from '../service';
import { NotOffered } from '../service';
import { outcomeOf } from './direct-records';

export interface DirectDecision {
  readonly decision: 'approve' | 'decline' | 'withdraw';
  readonly requests: readonly ApprovalRequest[];
  readonly by: string;
  /** Whether one message names many; otherwise each has its own. */
  readonly asList: boolean;
}

/** A request whose decision was sent. */
interface Awaited {
  readonly approvalId: string;
  readonly requestId: string;
  /** The outcome that follows from a decision. */
  readonly outcome: string;
  /** The ids under which the app answers a decision: its own, and that of the message on this request that it becomes. */
  readonly decisions: readonly string[];
}

/** Sends decisions to the queue that takes them. Each is rejected or has an outcome on the topic. */
export async function directDecide(
  { requestQueue, results }: ApprovalDesk,
  { decision, requests, by, asList }: DirectDecision,
  newId: () => string,
): Promise<Decided> {
  if (decision === 'withdraw')
    throw new NotOffered('Only what a person has approved by the API can be taken back: without --direct.');
  const answers: DecisionAnswer[] = [];
  const awaited: Awaited[] = [];
  for (const some of inMessages(requests, asList ? MAX_CONFIRMATIONS : 1)) {
    const id = newId();
    const named = asList
      ? { confirmations: some.map((request) => request.id) }
      : { confirmation: some[0]?.id };
    const body = new TextEncoder().encode(JSON.stringify({ ...named, decision, by }));
    await sendJson(requestQueue, id, body);
    awaited.push(...some.map((request) => awaitedOf(id, body, request)));
    const ids = some.map((request) => request.id);
    answers.push({ kind: 'sent', ids, text: `Decision ${id} is on the queue.` });
  }
  return { answers, outcomes: (timeoutMs) => outcomesOf(results, awaited, timeoutMs) };
}

function inMessages(
  requests: readonly ApprovalRequest[],
  size: number,
): readonly (readonly ApprovalRequest[])[] {
  const count = Math.ceil(requests.length / size);
  return Array.from({ length: count }, (_, n) => requests.slice(n * size, (n + 1) * size));
}

function awaitedOf(id: string, body: Uint8Array, request: ApprovalRequest): Awaited {
  const key = decisionKey(id, body);
  return {
    approvalId: request.id,
    requestId: request.identity.requestId,
    outcome: outcomeId(request.identity, request.reference, request.id),
    decisions: [id, decisionMessageId(key, undefined, request.id)],
  };
}

async function* outcomesOf(
  results: ResultsSubscription,
  awaited: readonly Awaited[],
  timeoutMs: number,
): AsyncGenerator<DecidedOutcome, void, undefined> {
  const watched = new Set(awaited.flatMap(({ requestId, decisions }) => [requestId, ...decisions]));
  for await (const result of results.outcomes([...watched], timeoutMs)) {
    if (!awaited.some((one) => isAbout(one, result))) continue;
    const ends = awaited.filter((one) => isEndedBy(one, result)).map(({ approvalId }) => approvalId);
    yield { outcome: outcomeOf(result), ends };
  }
}

function isAbout({ outcome, decisions }: Awaited, { id, data }: Result): boolean {
  return id === outcome || decisions.includes(data.requestId);
}

/** An answer to a decision that has a user is that of a later one: the outcome of the first is still to come. */
function isEndedBy(awaited: Awaited, result: Result): boolean {
  return isAbout(awaited, result) && (result.id === awaited.outcome || result.data.user === undefined);
}
