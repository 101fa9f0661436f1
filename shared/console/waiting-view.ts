import { failedView } from './failed-view';
import { selectionView } from './selection-view';
import type { State } from './state';
import { shownWaiting } from './state';
import type { Strings } from './strings';
import { stringsOf } from './strings';
import { tenantChoice, tenantNames } from './tenant-choice';
import type { ElementView, View } from './view';
import { el, form } from './view';
import { waitingCard } from './waiting-card';

/** What waits for a decision. */
export function waitingView(state: State): View {
  const { waiting, language } = state;
  const strings = stringsOf(language);
  switch (waiting.kind) {
    case 'loading':
      return el('p', { class: 'quiet' }, strings.loading);
    case 'failed':
      return failedView(language, waiting.failure);
    case 'loaded':
      return el('div', {}, tenantForm(state, strings), cards(state, strings), selectionView(state));
  }
}

/** Where what waits is of several tenants, one can be chosen. */
function tenantForm(state: State, strings: Strings): ElementView | undefined {
  const { waiting, waitingTenant } = state;
  if (waiting.kind !== 'loaded') return undefined;
  const names = tenantNames(state, strings);
  const ids = new Set(waiting.value.map(({ tenantId }) => tenantId));
  const present = new Map([...ids].map((id) => [id, names.get(id) ?? id]));
  const field = tenantChoice('waiting-tenant', waitingTenant, present, strings);
  const action = { kind: 'waitingTenant', tenant: waitingTenant } as const;
  return field && form('waiting-filter', action, { class: 'filters' }, field);
}

function cards(state: State, strings: Strings): ElementView {
  const items = shownWaiting(state);
  if (items.length === 0) return el('p', { class: 'empty' }, strings.nothingWaits);
  return el('ul', { class: 'cards' }, ...items.map((item) => el('li', {}, waitingCard(state, item))));
}
