import type { Role } from '../api/roles';
import { roles } from '../api/roles';
import type { ContainedEntry, RestoreItem } from '../api/containment-schemas';
import type { ApprovalItem, ContainmentsItem, HealthItem, HistoryItem, OutcomesItem } from '../api/schemas';
import type { StatusItem } from '../api/operating-schemas';
import type { Failure } from './failure';
import type { OutcomeFilter } from './outcome-filter';
import { everyOutcome } from './outcome-filter';
import type { Language } from './strings';

export type Tab = 'waiting' | 'outcomes' | 'history' | 'service';

/** Something that the API is asked for. */
export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'loaded'; readonly value: T };

/** Who is signed in. */
export interface SignedIn {
  readonly name: string;
  /** The object id, if the sign-in has said it. */
  readonly id?: string;
  /** The app roles that their token names; absent: not known. */
  readonly roles?: readonly string[];
}

export type Verb = 'approve' | 'decline' | 'withdraw';

/** A request that waits, as it was shown. */
export type Shown = Pick<ApprovalItem, 'id' | 'digest'>;

/** The decision that a person has tapped and not confirmed yet, on what they were shown. */
export interface Asking {
  readonly decision: Verb;
  readonly approvals: readonly Shown[];
  /** Whether it is on all that is selected, and not on one card. */
  readonly isMany: boolean;
}

/** What the emergency switch is about to be set to; a resumption takes back the stop that was shown. */
export type Flip = { readonly kind: 'stop' } | { readonly kind: 'resume'; readonly stop: string };

/** What was done beside signing out, to whom the page shows. */
export interface Contained {
  /** Where the API lists it. */
  readonly path: string;
  readonly list: Loaded<ContainmentsItem>;
}

/** What would come back of a containment, and what cannot. */
export type Foreseen = Extract<RestoreItem, { readonly status: 'whatIf' }>;

/** How a person has tapped that a containment is to end, and has not confirmed yet; with the containment as it was shown. */
export type Undoing = { readonly entry: ContainedEntry } & (
  { readonly kind: 'restore'; readonly foreseen: Loaded<readonly Foreseen[]> } | { readonly kind: 'giveUp' }
);

/** A restore that was asked for on this page, and whose outcome is not known yet. */
export interface Awaited {
  readonly containment: string;
  /** The id of its request for approval. */
  readonly approval: string;
}

/** What the page says about the last thing that happened. */
export interface Notice {
  readonly tone: 'good' | 'bad';
  readonly text: string;
  /** The result of each of several decisions. */
  readonly items?: readonly string[];
  /** Why what is shown could not be read again; the notice goes when it can be. */
  readonly unread?: Failure['code'];
}

/** A user whose history is asked for. */
export interface Searched {
  readonly user: string;
  /** Empty: the home tenant. */
  readonly tenant: string;
}

/** The stream of outcomes. */
export interface Stream {
  readonly filter: OutcomeFilter;
  readonly list: Loaded<OutcomesItem>;
}

/** All that the page shows. */
export interface State {
  readonly language: Language;
  /** In ms. */
  readonly now: number;
  /** Absent: nobody is signed in. */
  readonly person?: SignedIn;
  readonly tab: Tab;
  readonly waiting: Loaded<readonly ApprovalItem[]>;
  /** The tenant whose requests are shown; empty: all. */
  readonly waitingTenant: string;
  /** The request to which a link has led. */
  readonly linked?: string | undefined;
  readonly selected: readonly Shown[];
  readonly asking?: Asking | undefined;
  readonly flipping?: Flip | undefined;
  readonly undoing?: Undoing | undefined;
  readonly awaited: readonly Awaited[];
  readonly isSending: boolean;
  readonly notice?: Notice | undefined;
  readonly stream: Stream;
  readonly searched: Searched;
  readonly history?: Loaded<HistoryItem>;
  readonly contained?: Contained;
  readonly service: Loaded<HealthItem>;
  readonly status: Loaded<StatusItem>;
}

/** What a person does. */
export type Action =
  | { readonly kind: 'signIn' | 'signOut' | 'cancel' | 'more' | 'retry' | 'dismiss' }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'selectAll' | 'unselect' }
  | { readonly kind: 'open'; readonly tab: Tab }
  | { readonly kind: 'link'; readonly requestId: string }
  | ({ readonly kind: 'ask' } & Asking)
  | { readonly kind: 'select'; readonly shown: Shown }
  | { readonly kind: 'waitingTenant'; readonly tenant: string }
  | { readonly kind: 'filter'; readonly filter: OutcomeFilter }
  | ({ readonly kind: 'search' } & Searched)
  | { readonly kind: 'askFlip'; readonly flip: Flip }
  | { readonly kind: 'askUndo'; readonly undo: Undoing['kind']; readonly entry: ContainedEntry }
  | { readonly kind: 'flip' | 'undo'; readonly reason: string };

/** What comes back. */
export type Arrival =
  | { readonly kind: 'waiting'; readonly answer: Loaded<readonly ApprovalItem[]> }
  | {
      readonly kind: 'outcomes';
      readonly filter: OutcomeFilter;
      /** Whether it is what follows the outcomes that are shown. */
      readonly isOlder: boolean;
      readonly answer: Loaded<OutcomesItem>;
    }
  | {
      readonly kind: 'history';
      readonly searched: Searched;
      readonly isOlder: boolean;
      readonly answer: Loaded<HistoryItem>;
    }
  | { readonly kind: 'contained'; readonly path: string; readonly answer: Loaded<ContainmentsItem> }
  | { readonly kind: 'service'; readonly answer: Loaded<HealthItem> }
  | { readonly kind: 'status'; readonly answer: Loaded<StatusItem> }
  | { readonly kind: 'decided'; readonly results: readonly Decided[] }
  | { readonly kind: 'flipped'; readonly failure?: Failure }
  | { readonly kind: 'foreseen'; readonly containment: string; readonly answer: Loaded<readonly Foreseen[]> }
  | { readonly kind: 'undone'; readonly results: readonly Undone[] }
  | { readonly kind: 'roles'; readonly roles: readonly string[] }
  | { readonly kind: 'notice'; readonly notice: Notice };

/** How the decision on one request ended. */
export interface Decided {
  readonly id: string;
  readonly result: DecisionResult;
}

export type DecisionResult =
  | { readonly kind: 'recorded' }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'voted'; readonly count: number; readonly quorum: number }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** How the end of one containment was answered. */
export interface Undone {
  /** Whom it is about. */
  readonly name: string;
  readonly result: UndoResult;
}

export type UndoResult =
  | { readonly kind: 'accepted'; readonly awaited: Awaited }
  | { readonly kind: 'voted'; readonly count: number; readonly quorum: number; readonly awaited: Awaited }
  | { readonly kind: 'givenUp' }
  | { readonly kind: 'failed'; readonly failure: Failure };

const LOADING = { kind: 'loading' } as const;

export function initialState(language: Language, now: number, person?: SignedIn): State {
  return {
    language,
    now,
    ...(person !== undefined && { person }),
    tab: 'waiting',
    waiting: LOADING,
    waitingTenant: '',
    selected: [],
    awaited: [],
    isSending: false,
    stream: { filter: everyOutcome, list: LOADING },
    searched: { user: '', tenant: '' },
    service: LOADING,
    status: LOADING,
  };
}

/** What waits and is shown: that of the chosen tenant; what a link has led to comes first. */
export function shownWaiting({ waiting, waitingTenant, linked }: State): readonly ApprovalItem[] {
  if (waiting.kind !== 'loaded') return [];
  const rank = ({ requestId }: ApprovalItem): number => (requestId === linked ? 0 : 1);
  return waiting.value
    .filter(({ tenantId }) => waitingTenant === '' || tenantId === waitingTenant)
    .toSorted((one, other) => rank(one) - rank(other));
}

/** How the page calls the user of a request. */
export function nameOf({ user }: Pick<ApprovalItem, 'user'>): string {
  return user.userPrincipalName ?? user.reference;
}

/** Whether the token has a role, as far as the page knows: it offers nothing that the API is sure to refuse. */
export function hasRole({ person }: State, role: Role): boolean {
  return person?.roles?.includes(roles[role]) ?? true;
}

/** What a request asks for: to sign out, to undo a containment, or to take steps of one. */
export type Wanted = 'signOut' | 'restore' | 'steps';

export function kindOf({ restore, contain }: Pick<ApprovalItem, 'restore' | 'contain'>): Wanted {
  if (restore) return 'restore';
  return contain ? 'steps' : 'signOut';
}

/** Those that can be selected: what does not sign out is decided on by itself, since the question differs. */
export function selectable(state: State): readonly ApprovalItem[] {
  return shownWaiting(state).filter((item) => kindOf(item) === 'signOut');
}
