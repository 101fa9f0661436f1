import type { ApprovalItem, OutcomesItem } from '../api/schemas';
import { afterDecisions } from './decided';
import type { Failure } from './failure';
import { failureText } from './failure';
import { everyOutcome } from './outcome-filter';
import type { Arrival, Loaded, Notice, State } from './state';
import { stringsOf } from './strings';

/** A page that is open for days begins again at so many outcomes. */
const MAX_SHOWN = 1000;

/** The state after something has come back. */
export function arrived(state: State, arrival: Arrival): State {
  switch (arrival.kind) {
    case 'waiting':
      return withWaiting(state, arrival.answer);
    case 'outcomes':
      return withOutcomes(state, arrival);
    case 'history':
      return arrival.searched === state.searched ? { ...state, history: arrival.answer } : state;
    case 'service':
      return { ...state, service: arrival.answer };
    case 'status':
      return withStatus(state, arrival.answer);
    case 'decided':
      return afterDecisions(state, arrival.results);
    case 'flipped':
      return afterFlip(state, arrival.failure);
    case 'roles':
      return state.person ? { ...state, person: { ...state.person, roles: arrival.roles } } : state;
    case 'notice':
      return { ...state, notice: arrival.notice };
  }
}

/** What is shown stays when it cannot be read again. */
function cannotReadAgain(state: State, failure: Failure): State {
  return { ...state, notice: { ...refusal(state, failure), unread: failure.code } };
}

function refusal({ language }: State, failure: Failure): Notice {
  return { tone: 'bad', text: failureText(language, failure) };
}

/** What could not be read has been read. */
function readAgain(state: State): State {
  return state.notice?.unread === undefined ? state : { ...state, notice: undefined };
}

function withWaiting(state: State, waiting: Loaded<readonly ApprovalItem[]>): State {
  if (waiting.kind === 'failed' && state.waiting.kind === 'loaded') {
    return cannotReadAgain(state, waiting.failure);
  }
  // What is being decided on stays until the answer has come, which names its users; then it is read again.
  if (state.isSending && state.asking) return state;
  if (waiting.kind !== 'loaded') return { ...state, waiting };
  const { linked } = state;
  const isMissing = linked !== undefined && !waiting.value.some(({ requestId }) => requestId === linked);
  // A link leads to what waits, or else to the outcomes of its request.
  if (isMissing && state.waiting.kind !== 'loaded') {
    const filter = { ...everyOutcome, requestId: linked };
    return { ...state, waiting, tab: 'outcomes', stream: { filter, list: { kind: 'loading' } } };
  }
  return asShown(readAgain({ ...state, waiting }), waiting.value);
}

/** What was tapped or selected is so no more once something else is shown: nobody confirms what they have not seen. */
function asShown(state: State, items: readonly ApprovalItem[]): State {
  const { asking } = state;
  const digests = new Map(items.map(({ id, digest }) => [id, digest]));
  const selected = state.selected.filter(({ id, digest }) => digests.get(id) === digest);
  const lost = asking?.approvals.find(({ id, digest }) => digests.get(id) !== digest);
  if (!lost) return { ...state, selected };
  const { changed, decided } = stringsOf(state.language);
  const text = digests.has(lost.id) ? changed : decided;
  return { ...state, selected, asking: undefined, notice: { tone: 'bad', text } };
}

function withOutcomes(
  state: State,
  { filter, isOlder, answer }: Extract<Arrival, { readonly kind: 'outcomes' }>,
): State {
  const { stream } = state;
  // It is late: something else is asked for by now.
  if (filter !== stream.filter) return state;
  if (stream.list.kind !== 'loaded' || answer.kind === 'loading') {
    return { ...state, stream: { filter, list: answer } };
  }
  if (answer.kind === 'failed') return cannotReadAgain(state, answer.failure);
  const shown = stream.list.value;
  const value = isOlder ? joined(answer.value, shown, answer.value) : renewed(shown, answer.value);
  return { ...state, stream: { filter, list: { kind: 'loaded', value } } };
}

/** New outcomes before those that are shown. Where a gap may be between them, the new ones alone. */
function renewed(shown: OutcomesItem, newest: OutcomesItem): OutcomesItem {
  const ids = new Set(shown.value.map(({ id }) => id));
  const isGap = newest.nextLink !== undefined && !newest.value.some(({ id }) => ids.has(id));
  return isGap || shown.value.length > MAX_SHOWN ? newest : joined(shown, newest, shown);
}

/** The outcomes of two pages, each once; what follows them is what follows `last`. */
function joined(last: OutcomesItem, first: OutcomesItem, end: OutcomesItem): OutcomesItem {
  const ids = new Set(first.value.map(({ id }) => id));
  const value = [...first.value, ...last.value.filter(({ id }) => !ids.has(id))];
  const { nextLink } = end;
  return { since: first.since, value, ...(nextLink !== undefined && { nextLink }) };
}

function withStatus(state: State, status: State['status']): State {
  const { flipping } = state;
  if (status.kind !== 'loaded' || flipping?.kind !== 'resume' || state.isSending) return { ...state, status };
  // A resumption takes back the stop that was shown, and no other.
  const isShown = status.value.switch?.id === flipping.stop;
  return { ...state, status, flipping: isShown ? flipping : undefined };
}

function afterFlip(state: State, failure: Failure | undefined): State {
  const { flipping, language } = state;
  const { hasStopped, hasResumed } = stringsOf(language);
  const next = { ...state, flipping: undefined, isSending: false };
  if (failure) return { ...next, notice: refusal(next, failure) };
  const text = flipping?.kind === 'resume' ? hasResumed : hasStopped;
  return { ...next, notice: { tone: 'good', text } };
}
