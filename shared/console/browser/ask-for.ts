import type { ApprovalItem, HistoryItem } from '../../api/schemas';
import { schemas } from '../../api/schemas';
import type { Arrival, Asking, Decided, Loaded } from '../state';
import type { Answer } from './call-api';
import { callApi } from './call-api';
import type { Session } from './session';

const MAX_PAGES = 20;

/** All that waits. */
export async function askForWaiting(session: Session): Promise<Arrival> {
  const items: ApprovalItem[] = [];
  let path = '/api/approvals?top=100';
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const answer = await callApi(session, { path, schema: schemas.Approvals });
    if (answer.kind === 'failed') return { kind: 'waiting', answer };
    items.push(...answer.value.value);
    if (answer.value.nextLink === undefined) break;
    path = answer.value.nextLink;
  }
  return { kind: 'waiting', answer: { kind: 'loaded', value: items } };
}

/** The outcomes of a user; with those that are shown already, the next page after them. */
export async function askForHistory(session: Session, user: string, shown?: HistoryItem): Promise<Arrival> {
  const path = shown?.nextLink ?? `/api/users/${encodeURIComponent(user)}/history?top=20`;
  const answer = loaded(await callApi(session, { path, schema: schemas.History }));
  if (!shown || answer.kind !== 'loaded') return { kind: 'history', user, answer };
  const value = [...shown.value, ...answer.value.value];
  return { kind: 'history', user, answer: { kind: 'loaded', value: { ...answer.value, value } } };
}

/** The checks of the service. */
export async function askForService(session: Session): Promise<Arrival> {
  const answer = await callApi(session, { path: '/api/health/details', schema: schemas.HealthDetails });
  return { kind: 'service', answer: loaded(answer) };
}

/** Sends a decision on what was shown. */
export async function sendDecision(session: Session, { id, digest, decision }: Asking): Promise<Decided> {
  const path = `/api/approvals/${encodeURIComponent(id)}`;
  const schema = schemas.Decided.or(schemas.Voted);
  const answer = await callApi(session, { path, schema, body: { decision, digest } });
  if (answer.kind === 'failed') return answer;
  return 'approvals' in answer.value ? { kind: 'voted', ...answer.value.approvals } : { kind: 'recorded' };
}

function loaded<T>(answer: Answer<T>): Loaded<T> {
  return answer.kind === 'failed' ? answer : { kind: 'loaded', value: answer.value };
}
