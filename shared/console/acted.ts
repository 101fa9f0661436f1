import { everyOutcome, filterOf } from './outcome-filter';
import type { Action, Asking, Shown, State, Undoing } from './state';
import { selectable } from './state';
import { canConfirm } from './undone';

const LOADING = { kind: 'loading' } as const;
const NOTHING_PENDING = { asking: undefined, flipping: undefined, undoing: undefined } as const;
const NOTHING_ASKED = { ...NOTHING_PENDING, notice: undefined } as const;

/** The state after a person has done something. */
export function acted(state: State, action: Action): State {
  switch (action.kind) {
    case 'open':
      return opened(state, action.tab);
    case 'link':
      return linkedTo(state, action.requestId);
    case 'ask':
      return { ...state, ...NOTHING_ASKED, asking: askingOf(action) };
    case 'askFlip':
      return { ...state, ...NOTHING_ASKED, flipping: action.flip };
    case 'askUndo':
      return { ...state, ...NOTHING_ASKED, undoing: undoingOf(action) };
    case 'cancel':
      return { ...state, ...NOTHING_PENDING };
    case 'dismiss':
      return { ...state, notice: undefined };
    case 'confirm':
    case 'flip':
    case 'undo':
      return isComplete(state, action) ? { ...state, isSending: true } : state;
    case 'select':
    case 'selectAll':
    case 'unselect':
      return { ...state, ...NOTHING_ASKED, selected: selectedAfter(state, action) };
    case 'waitingTenant':
      return { ...state, ...NOTHING_ASKED, waitingTenant: action.tenant, selected: [] };
    case 'filter':
      return { ...state, notice: undefined, stream: { filter: action.filter, list: LOADING } };
    case 'search': {
      const searched = { user: action.user.trim(), tenant: action.tenant };
      if (searched.user === '') return state;
      return { ...state, ...NOTHING_ASKED, tab: 'history', searched, history: LOADING };
    }
    case 'signIn':
    case 'signOut':
    case 'more':
    case 'retry':
      return state;
  }
}

type Sending = Extract<Action, { readonly kind: 'confirm' | 'flip' | 'undo' }>;

/** Whether what is asked about can be sent: a reason is given where one is needed. */
function isComplete({ asking, flipping, undoing }: State, action: Sending): boolean {
  switch (action.kind) {
    case 'confirm':
      return asking !== undefined;
    case 'flip':
      return flipping !== undefined && action.reason !== '';
    case 'undo':
      return undoing !== undefined && canConfirm(undoing) && action.reason !== '';
  }
}

function askingOf({ decision, approvals, isMany }: Asking): Asking {
  return { decision, approvals, isMany };
}

function undoingOf({ undo, entry }: Extract<Action, { readonly kind: 'askUndo' }>): Undoing {
  return undo === 'restore' ? { kind: undo, entry, foreseen: LOADING } : { kind: undo, entry };
}

/** A link leads to what waits, once that is read again. */
function linkedTo(state: State, linked: string): State {
  return { ...state, ...NOTHING_ASKED, tab: 'waiting', waiting: LOADING, waitingTenant: '', linked };
}

/** Who opens a tab has seen what a link had led to. */
function opened(state: State, tab: State['tab']): State {
  const { stream } = state;
  const all = stream.filter.requestId === '' ? stream : { filter: everyOutcome, list: LOADING };
  return { ...state, ...NOTHING_ASKED, tab, linked: undefined, stream: all };
}

type Selecting =
  { readonly kind: 'select'; readonly shown: Shown } | { readonly kind: 'selectAll' | 'unselect' };

function selectedAfter(state: State, action: Selecting): readonly Shown[] {
  switch (action.kind) {
    case 'unselect':
      return [];
    case 'selectAll':
      return selectable(state).map(({ id, digest }) => ({ id, digest }));
    case 'select': {
      const { id, digest } = action.shown;
      const others = state.selected.filter((one) => one.id !== id);
      return others.length === state.selected.length ? [...others, { id, digest }] : others;
    }
  }
}

/** What a person does by sending a form, with its fields. */
export function withFields(action: Action, fields: Readonly<Record<string, string>>): Action {
  const { user, tenant = '', reason = '' } = fields;
  if (action.kind === 'search' && user !== undefined) return { kind: 'search', user, tenant };
  if (action.kind === 'filter') return { kind: 'filter', filter: filterOf(fields) };
  if (action.kind === 'waitingTenant') return { kind: 'waitingTenant', tenant };
  if (action.kind === 'flip' || action.kind === 'undo') return { kind: action.kind, reason: reason.trim() };
  return action;
}
