import type { ApprovalItem, HealthItem, HistoryItem } from '../api/schemas';
import type { Language } from './strings';
import { fill, stringsOf } from './strings';
import type { Failure } from './failure';
import { failureText } from './failure';

export type Tab = 'waiting' | 'history' | 'service';

/** Something that the API is asked for. */
export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'loaded'; readonly value: T };

/** The decision that a person has tapped and not confirmed yet, on what they were shown. */
export interface Asking {
  readonly id: string;
  readonly digest: string;
  readonly decision: 'approve' | 'decline';
}

/** What the page says about the last thing that happened. */
export interface Notice {
  readonly tone: 'good' | 'bad';
  readonly text: string;
}

/** All that the page shows. */
export interface State {
  readonly language: Language;
  /** In ms. */
  readonly now: number;
  /** Absent: nobody is signed in. */
  readonly person?: string;
  readonly tab: Tab;
  readonly waiting: Loaded<readonly ApprovalItem[]>;
  readonly asking?: Asking | undefined;
  readonly isSending: boolean;
  readonly notice?: Notice | undefined;
  readonly user: string;
  readonly history?: Loaded<HistoryItem>;
  readonly service: Loaded<HealthItem>;
}

/** What a person does. */
export type Action =
  | { readonly kind: 'signIn' | 'signOut' | 'cancel' | 'confirm' | 'more' | 'retry' }
  | { readonly kind: 'open'; readonly tab: Tab }
  | ({ readonly kind: 'ask' } & Asking)
  | { readonly kind: 'search'; readonly user?: string };

/** What comes back. */
export type Arrival =
  | { readonly kind: 'waiting'; readonly answer: Loaded<readonly ApprovalItem[]> }
  | { readonly kind: 'history'; readonly user: string; readonly answer: Loaded<HistoryItem> }
  | { readonly kind: 'service'; readonly answer: Loaded<HealthItem> }
  | { readonly kind: 'decided'; readonly result: Decided }
  | { readonly kind: 'notice'; readonly notice: Notice };

/** How a decision ended. */
export type Decided =
  | { readonly kind: 'recorded' }
  | { readonly kind: 'voted'; readonly count: number; readonly quorum: number }
  | { readonly kind: 'failed'; readonly failure: Failure };

export function initialState(language: Language, now: number, person?: string): State {
  return {
    language,
    now,
    ...(person !== undefined && { person }),
    tab: 'waiting',
    waiting: { kind: 'loading' },
    isSending: false,
    user: '',
    service: { kind: 'loading' },
  };
}

/** The state after a person has done something. */
export function acted(state: State, action: Action): State {
  switch (action.kind) {
    case 'open':
      return { ...state, tab: action.tab, asking: undefined, notice: undefined };
    case 'ask': {
      const { id, digest, decision } = action;
      return { ...state, asking: { id, digest, decision }, notice: undefined };
    }
    case 'cancel':
      return { ...state, asking: undefined };
    case 'confirm':
      return state.asking ? { ...state, isSending: true } : state;
    case 'search': {
      const user = (action.user ?? state.user).trim();
      if (user === '') return state;
      return { ...state, tab: 'history', user, history: { kind: 'loading' }, notice: undefined };
    }
    case 'signIn':
    case 'signOut':
    case 'more':
    case 'retry':
      return state;
  }
}

/** The state after something has come back. */
export function arrived(state: State, arrival: Arrival): State {
  switch (arrival.kind) {
    case 'waiting':
      return withWaiting(state, arrival.answer);
    case 'history':
      return arrival.user === state.user ? { ...state, history: arrival.answer } : state;
    case 'service':
      return { ...state, service: arrival.answer };
    case 'decided':
      return afterDecision(state, arrival.result);
    case 'notice':
      return { ...state, notice: arrival.notice };
  }
}

/** What was tapped is asked no more once something else is shown: nobody confirms what they have not seen. */
function withWaiting(state: State, waiting: Loaded<readonly ApprovalItem[]>): State {
  // A list that cannot be read again stays as it was.
  if (waiting.kind === 'failed' && state.waiting.kind === 'loaded') {
    return { ...state, notice: { tone: 'bad', text: failureText(state.language, waiting.failure) } };
  }
  const { asking, isSending } = state;
  if (!asking || isSending || waiting.kind !== 'loaded') return { ...state, waiting };
  const shown = waiting.value.find(({ id }) => id === asking.id);
  if (shown?.digest === asking.digest) return { ...state, waiting };
  const { changed, decided } = stringsOf(state.language);
  return { ...state, waiting, asking: undefined, notice: { tone: 'bad', text: shown ? changed : decided } };
}

function afterDecision(state: State, result: Decided): State {
  const { asking, language, waiting } = state;
  const strings = stringsOf(language);
  const items = waiting.kind === 'loaded' ? waiting.value : [];
  const item = items.find(({ id }) => id === asking?.id);
  const user = item ? nameOf(item) : '';
  const next = { ...state, asking: undefined, isSending: false };
  switch (result.kind) {
    case 'recorded': {
      const text = fill(asking?.decision === 'decline' ? strings.declined : strings.approved, { user });
      const left = items.filter((one) => one !== item);
      return { ...next, waiting: { kind: 'loaded', value: left }, notice: { tone: 'good', text } };
    }
    case 'voted': {
      const { count, quorum } = result;
      const text = fill(strings.voted, { count: String(count), quorum: String(quorum) });
      return { ...next, notice: { tone: 'good', text } };
    }
    case 'failed':
      return { ...next, notice: { tone: 'bad', text: failureText(language, result.failure) } };
  }
}

/** How the page calls the user of a request. */
export function nameOf({ user }: Pick<ApprovalItem, 'user'>): string {
  return user.userPrincipalName ?? user.reference;
}
