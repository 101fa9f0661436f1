import type { StatusItem } from '../../shared/api/operating-schemas';
import type { ContainedEntry } from '../../shared/api/containment-schemas';
import type { ApprovalItem, OutcomeItem, OutcomesItem } from '../../shared/api/schemas';
import { acted } from '../../shared/console/acted';
import { arrived } from '../../shared/console/arrived';
import { pageView } from '../../shared/console/page-view';
import { containmentsPath } from '../../shared/console/containments-path';
import type { Arrival, State } from '../../shared/console/state';
import { initialState } from '../../shared/console/state';
import type { ElementView, View } from '../../shared/console/view';

export const NOW = Date.parse('2026-11-26T03:12:00Z');
export const [DIGEST, OTHER] = ['a'.repeat(64), 'b'.repeat(64)];
export const HOME = '6f3c2a10-58de-4c1b-9a77-0d2f5b8e4c31';

export function waiting(changes: Partial<ApprovalItem> = {}): ApprovalItem {
  return {
    id: 'approval-1',
    digest: DIGEST,
    status: 'awaitingConfirmation',
    detail: 'The request asks for approval.',
    requestedAt: '2026-11-26T03:00:00Z',
    expiresAt: '2026-11-26T03:20:00Z',
    plan: { mode: 'revoke', methods: ['graph'] },
    user: { reference: 'blake', id: 'object-1', userPrincipalName: 'blake@contoso.com' },
    tenantId: HOME,
    requestId: 'request',
    ...changes,
  };
}

export function outcome(changes: Partial<OutcomeItem> = {}): OutcomeItem {
  return {
    id: 'outcome-1',
    requestId: 'request',
    status: 'signedOut',
    mode: 'revoke',
    message: 'blake@contoso.com is signed out.',
    receivedAt: '2026-11-26T03:00:00Z',
    completedAt: '2026-11-26T03:00:05Z',
    methods: [],
    tenantId: HOME,
    user: { reference: 'blake', id: 'object-1', userPrincipalName: 'blake@contoso.com' },
    ...changes,
  };
}

/** What was done to Blake: sign-in is disabled, and a passkey that was added is deleted for good. */
export function containment(changes: Partial<ContainedEntry> = {}): ContainedEntry {
  return {
    containment: 'c-1',
    requestId: 'request',
    tenantId: HOME,
    user: { reference: 'blake', id: 'object-1', userPrincipalName: 'blake@contoso.com' },
    state: 'open',
    startedAt: '2026-11-26T02:50:00Z',
    steps: ['disableSignIn', 'removeAuthenticationMethods'],
    changes: [
      { step: 'disableSignIn', item: { kind: 'signIn', id: 'object-1' }, state: 'made' },
      {
        step: 'removeAuthenticationMethods',
        item: { kind: 'authenticationMethod', id: 'm-1', name: 'a passkey' },
        isFinal: true,
        state: 'made',
      },
    ],
    kept: [],
    ...changes,
  };
}

export function status(changes: Partial<StatusItem> = {}): StatusItem {
  return {
    mode: 'revoke',
    enabled: true,
    switch: { state: 'running' },
    policy: { digest: '5f70bf18' },
    brake: [{ limit: 25, windowSeconds: 3600, count: 3, held: 0 }],
    quota: { usedPercent: 41.6 },
    tenants: [{ id: HOME, state: 'home' }],
    waiting: { count: 0 },
    version: '0.1.0',
    ...changes,
  };
}

export const begun = (): State => initialState('en', NOW, { name: 'lead@contoso.com', id: 'LEAD' });
export const listed = (...value: ApprovalItem[]): Arrival => ({
  kind: 'waiting',
  answer: { kind: 'loaded', value },
});
export const seen = (...value: ApprovalItem[]): State => arrived(begun(), listed(...value));
export const withStatus = (state: State, changes: Partial<StatusItem> = {}): State =>
  arrived(state, { kind: 'status', answer: { kind: 'loaded', value: status(changes) } });

/** The newest outcomes arrive, for the filter that is set. */
export function streamed(
  state: State,
  page: Partial<OutcomesItem>,
  more: { readonly isOlder?: boolean } = {},
): State {
  const value = { since: '2026-11-19T03:12:00Z', value: [], ...page };
  const { filter } = state.stream;
  return arrived(state, {
    kind: 'outcomes',
    filter,
    isOlder: false,
    answer: { kind: 'loaded', value },
    ...more,
  });
}

/** The history of Blake is shown, with these outcomes. */
export function historyOf(value: OutcomeItem[] = [], from: State = begun()): State {
  const asked = acted(from, { kind: 'search', user: 'blake', tenant: '' });
  return arrived(asked, historyOfBlake(asked, value));
}

export function historyOfBlake({ searched }: State, value: OutcomeItem[], isOlder = false): Arrival {
  const user = { id: 'object-1', userPrincipalName: 'blake@contoso.com' };
  const answer = { kind: 'loaded', value: { user, since: '2026-11-19T00:00:00Z', value } } as const;
  return { kind: 'history', searched, isOlder, answer };
}

/** What was done to whom the page shows arrives. */
export function withContained(state: State, ...value: ContainedEntry[]): State {
  const path = containmentsPath(state) ?? 'nobody is shown';
  return arrived(state, { kind: 'contained', path, answer: { kind: 'loaded', value: { value } } });
}

export function all(views: readonly View[]): ElementView[] {
  return views.flatMap((view) => (typeof view === 'string' ? [] : [view, ...all(view.children)]));
}
export const elements = (state: State): ElementView[] => all(pageView(state));
export const buttonsOf = (state: State): string[] =>
  elements(state).flatMap(({ tag, attributes }) => (tag === 'button' ? [attributes['id'] ?? ''] : []));
export const textOf = (views: readonly View[]): string =>
  views.map((view) => (typeof view === 'string' ? view : textOf(view.children))).join(' ');
export const text = (state: State): string => textOf(pageView(state));
/** The element of an id. */
export const byId = (state: State, id: string): ElementView | undefined =>
  elements(state).find(({ attributes }) => attributes['id'] === id);
