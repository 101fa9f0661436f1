import type { DecidedItem, VotedItem, WithdrawnItem } from '../../api/schemas';
import { MAX_DECISIONS, schemas } from '../../api/schemas';
import type { Failure } from '../failure';
import type { Asking, Decided, DecisionResult, Flip, Shown, Verb } from '../state';
import { callApi, failureOfProblem } from './call-api';
import type { Session } from './session';

/** Sends decisions on what was shown, each of which is answered by itself. */
export async function sendDecisions(
  session: Session,
  { decision, approvals, isMany }: Asking,
): Promise<readonly Decided[]> {
  if (!isMany) {
    return Promise.all(approvals.map((shown) => sendDecision(session, shown, decision)));
  }
  const results: Decided[] = [];
  for (let sent = 0; sent < approvals.length; sent += MAX_DECISIONS) {
    results.push(...(await sendMany(session, approvals.slice(sent, sent + MAX_DECISIONS), decision)));
  }
  return results;
}

async function sendDecision(session: Session, { id, digest }: Shown, decision: Verb): Promise<Decided> {
  const path = `/api/approvals/${encodeURIComponent(id)}`;
  const schema = schemas.Decided.or(schemas.Voted);
  const answer = await callApi(session, { path, schema, body: { decision, digest } });
  return { id, result: answer.kind === 'failed' ? answer : resultOf(answer.value) };
}

async function sendMany(
  session: Session,
  approvals: readonly Shown[],
  decision: Verb,
): Promise<readonly Decided[]> {
  const body = { decision, approvals: approvals.map(({ id, digest }) => ({ id, digest })) };
  const answer = await callApi(session, { path: '/api/approvals', schema: schemas.ManyDecided, body });
  if (answer.kind === 'failed') return approvals.map(({ id }) => ({ id, result: answer }));
  const results = answer.value.value.map((item): Decided => {
    const { id } = item;
    if (!('problem' in item)) return { id, result: resultOf(item) };
    return { id, result: { kind: 'failed', failure: failureOfProblem(item.problem) } };
  });
  return withChallenge(session, { approvals, decision, results });
}

/** The claims of a fresh sign-in are in the answer to a single decision alone: one of the stale ones is sent so. */
async function withChallenge(
  session: Session,
  { approvals, decision, results }: Omit<Asking, 'isMany'> & { readonly results: readonly Decided[] },
): Promise<readonly Decided[]> {
  const stale = results.find(({ result }) => result.kind === 'failed' && result.failure.code === 'stale');
  const shown = stale && approvals.find(({ id }) => id === stale.id);
  if (!shown) return results;
  const single = await sendDecision(session, shown, decision);
  return results.map((one) => (one.id === single.id ? single : one));
}

function resultOf(answer: DecidedItem | VotedItem | WithdrawnItem): DecisionResult {
  if ('approvals' in answer) return { kind: 'voted', ...answer.approvals };
  return { kind: answer.decision === 'withdraw' ? 'withdrawn' : 'recorded' };
}

/** Sets the emergency switch; undefined: it is set. */
export async function sendFlip(session: Session, flip: Flip, reason: string): Promise<Failure | undefined> {
  const path = `/api/${flip.kind}`;
  const body = flip.kind === 'stop' ? { reason } : { reason, stop: flip.stop };
  const answer = await callApi(session, { path, schema: schemas.Switched, body });
  return answer.kind === 'failed' ? answer.failure : undefined;
}
