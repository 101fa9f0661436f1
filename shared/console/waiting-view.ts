import { roles } from '../api/roles';
import { selectionView } from './selection-view';
import type { State } from './state';
import { hasRole, shownWaiting } from './state';
import type { Strings } from './strings';
import { fill, stringsOf } from './strings';
import { tenantChoice, tenantNames } from './tenant-choice';
import type { ElementView, View } from './view';
import { el, form } from './view';
import { waitingCard } from './waiting-card';
import { whenLoaded } from './when-loaded';

/** What waits for a decision. */
export function waitingView(state: State): View {
  const { waiting, language } = state;
  const strings = stringsOf(language);
  return whenLoaded(language, waiting, () =>
    el(
      'div',
      {},
      stoppedHint(state, strings),
      roleHint(state, strings),
      tenantForm(state, strings),
      cards(state, strings),
      selectionView(state),
    ),
  );
}

/** An approval signs nobody out while the service is stopped. */
function stoppedHint({ status }: State, strings: Strings): ElementView | undefined {
  if (status.kind !== 'loaded') return undefined;
  const { enabled, switch: last } = status.value;
  if (enabled && last?.state !== 'stopped') return undefined;
  return el('p', { class: 'warning' }, strings.approvalsIdle);
}

/** Why there is nothing to decide with. */
function roleHint(state: State, strings: Strings): ElementView | undefined {
  if (hasRole(state, 'approve') || shownWaiting(state).length === 0) return undefined;
  return el('p', { class: 'quiet' }, fill(strings.decisionNeeds, { role: roles.approve }));
}

/** Where what waits is of several tenants, one can be chosen. */
function tenantForm(state: State, strings: Strings): ElementView | undefined {
  const { waiting, waitingTenant } = state;
  if (waiting.kind !== 'loaded') return undefined;
  const names = tenantNames(state, strings);
  const ids = new Set(waiting.value.map(({ tenantId }) => tenantId));
  const present = new Map([...ids].map((id) => [id, names.get(id) ?? id]));
  const field = tenantChoice('waiting-tenant', waitingTenant, present, {
    tenant: strings.tenant,
    all: strings.allTenants,
  });
  const action = { kind: 'waitingTenant', tenant: waitingTenant } as const;
  return field && form('waiting-filter', action, { class: 'filters' }, field);
}

function cards(state: State, strings: Strings): ElementView {
  const items = shownWaiting(state);
  if (items.length === 0) return el('p', { class: 'empty' }, strings.nothingWaits);
  return el('ul', { class: 'cards' }, ...items.map((item) => el('li', {}, waitingCard(state, item))));
}
