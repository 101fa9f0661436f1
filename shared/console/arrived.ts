import type { ApprovalItem, OutcomeItem } from '../api/schemas';
import { containmentsPath } from './containments-path';
import { afterDecisions } from './decided';
import type { Failure } from './failure';
import { failureText } from './failure';
import { everyOutcome } from './outcome-filter';
import { withNewest, withOlder } from './outcome-pages';
import type { Arrival, Loaded, Notice, State } from './state';
import { stringsOf } from './strings';
import { afterUndo, asShownStill, withForeseen, withRestored } from './undone';

/** The state after something has come back. */
export function arrived(state: State, arrival: Arrival): State {
  switch (arrival.kind) {
    case 'waiting':
      return withWaiting(state, arrival.answer);
    case 'outcomes':
      return afterOutcomes(withOutcomes(state, arrival), arrival.answer);
    case 'history':
      return afterOutcomes(withHistory(state, arrival), arrival.answer);
    case 'contained':
      return withContained(state, arrival);
    case 'foreseen':
      return withForeseen(state, arrival);
    case 'undone':
      return afterUndo(state, arrival.results);
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

/** Among outcomes may be that of a restore which was asked for here. */
function afterOutcomes(state: State, answer: Loaded<{ readonly value: OutcomeItem[] }>): State {
  return answer.kind === 'loaded' ? withRestored(state, answer.value.value) : state;
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
  const page = (isOlder ? withOlder : withNewest)(shown, answer.value);
  const { since } = isOlder ? shown : answer.value;
  return { ...state, stream: { filter, list: { kind: 'loaded', value: { since, ...page } } } };
}

function withHistory(
  state: State,
  { searched, isOlder, answer }: Extract<Arrival, { readonly kind: 'history' }>,
): State {
  const { history } = state;
  // It is late: somebody else is asked for by now.
  if (searched !== state.searched) return state;
  if (history?.kind !== 'loaded' || answer.kind === 'loading') return { ...state, history: answer };
  if (answer.kind === 'failed') return cannotReadAgain(state, answer.failure);
  const { user, since } = answer.value;
  const page = (isOlder ? withOlder : withNewest)(history.value, answer.value);
  return { ...state, history: { kind: 'loaded', value: { user, since, ...page } } };
}

function withContained(
  state: State,
  { path, answer }: Extract<Arrival, { readonly kind: 'contained' }>,
): State {
  const { contained } = state;
  // It is late: somebody else is shown by now.
  if (path !== containmentsPath(state)) return state;
  const isShown = contained?.path === path && contained.list.kind === 'loaded';
  if (answer.kind === 'failed' && isShown) return cannotReadAgain(state, answer.failure);
  const next = { ...state, contained: { path, list: answer } };
  return answer.kind === 'loaded' ? asShownStill(next, answer.value) : next;
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
