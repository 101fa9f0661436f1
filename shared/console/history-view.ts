import type { HistoryItem } from '../api/schemas';
import { containedView } from './contained-view';
import { outcomeView } from './outcome-view';
import type { State } from './state';
import type { Strings } from './strings';
import { fill, stringsOf } from './strings';
import { homeTenantOf, tenantChoice, tenantNames } from './tenant-choice';
import { writtenTime } from './times';
import type { ElementView, View } from './view';
import { button, el, form, labelled } from './view';
import { whenLoaded } from './when-loaded';

/** The search for a user, and what is known of them. */
export function historyView(state: State): View {
  const strings = stringsOf(state.language);
  return el('div', {}, searchForm(state, strings), foundView(state));
}

function searchForm(state: State, strings: Strings): ElementView {
  const { user, tenant } = state.searched;
  // A user is of one tenant.
  const chosen = tenant === '' ? homeTenantOf(state) : tenant;
  const label = el('span', {}, strings.user, el('span', { class: 'quiet' }, ` · ${strings.userHint}`));
  return form(
    'search',
    { kind: 'search', user, tenant },
    { class: 'filters' },
    labelled(label, 'search-user', userInput('search-user', user)),
    tenantChoice('search-tenant', chosen, tenantNames(state, strings), { tenant: strings.tenant }),
    el('button', { id: 'search-go', class: 'primary' }, strings.show),
  );
}

/** A field for the name of a user. */
export function userInput(id: string, value: string): ElementView {
  const plain = { autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' };
  return el('input', { id, name: 'user', value, ...plain });
}

function foundView(state: State): View | undefined {
  const { history, language } = state;
  return history && whenLoaded(language, history, (value) => timeLine(state, value));
}

function timeLine(state: State, { user, since, value, nextLink }: HistoryItem): ElementView {
  const { language } = state;
  const strings = stringsOf(language);
  const name = user.userPrincipalName ?? user.id;
  return el(
    'section',
    { 'aria-labelledby': 'history-of' },
    el('h2', { id: 'history-of' }, fill(strings.historyOf, { user: name })),
    el('p', { class: 'quiet' }, fill(strings.historySince, { time: writtenTime(language, since) })),
    containedView(state),
    value.length === 0
      ? el('p', { class: 'empty' }, strings.noHistory)
      : el('ol', { class: 'time-line' }, ...value.map((outcome) => outcomeView(language, outcome))),
    nextLink === undefined ? undefined : button('more', strings.more, { kind: 'more' }),
  );
}
