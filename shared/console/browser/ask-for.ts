import type { ApprovalItem, HistoryItem, OutcomesItem } from '../../api/schemas';
import { schemas } from '../../api/schemas';
import { outcomesPath } from '../outcome-filter';
import type { Arrival, Loaded, Searched, Stream } from '../state';
import type { Answer } from './call-api';
import { callApi } from './call-api';
import type { Session } from './session';

const MAX_PAGES = 20;
/** A page of outcomes may have none that fits: so many are asked for until one does. */
const MAX_EMPTY_PAGES = 5;

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

/** The newest outcomes that fit; with a page that is shown already, those that follow it. */
export async function askForOutcomes(
  session: Session,
  { filter }: Stream,
  older?: OutcomesItem,
): Promise<Arrival> {
  const isOlder = older !== undefined;
  let path = older?.nextLink ?? outcomesPath(filter, Date.now());
  for (let pages = 1; ; pages++) {
    const answer = loaded(await callApi(session, { path, schema: schemas.Outcomes }));
    if (answer.kind !== 'loaded') return { kind: 'outcomes', filter, isOlder, answer };
    const { value, nextLink } = answer.value;
    if (value.length > 0 || nextLink === undefined || pages === MAX_EMPTY_PAGES) {
      return { kind: 'outcomes', filter, isOlder, answer };
    }
    path = nextLink;
  }
}

/** The outcomes of a user; with those that are shown already, the next page after them. */
export async function askForHistory(
  session: Session,
  searched: Searched,
  shown?: HistoryItem,
): Promise<Arrival> {
  const { user, tenant } = searched;
  const of = tenant === '' ? '' : `&tenant=${encodeURIComponent(tenant)}`;
  const isOlder = shown !== undefined;
  const path = shown?.nextLink ?? `/api/users/${encodeURIComponent(user)}/history?top=20${of}`;
  const answer = loaded(await callApi(session, { path, schema: schemas.History }));
  return { kind: 'history', searched, isOlder, answer };
}

/** What was done beside signing out, at a path of the API. */
export async function askForContained(session: Session, path: string): Promise<Arrival> {
  const answer = await callApi(session, { path, schema: schemas.Containments });
  return { kind: 'contained', path, answer: loaded(answer) };
}

/** The checks of the service. */
export async function askForService(session: Session): Promise<Arrival> {
  const answer = await callApi(session, { path: '/api/health/details', schema: schemas.HealthDetails });
  return { kind: 'service', answer: loaded(answer) };
}

/** What the service does now, and how far it is from its limits. */
export async function askForStatus(session: Session): Promise<Arrival> {
  const answer = await callApi(session, { path: '/api/status', schema: schemas.Status });
  return { kind: 'status', answer: loaded(answer) };
}

function loaded<T>(answer: Answer<T>): Loaded<T> {
  return answer.kind === 'failed' ? answer : { kind: 'loaded', value: answer.value };
}
