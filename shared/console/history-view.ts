import type { HistoryItem } from '../api/schemas';
import { failedView } from './failed-view';
import { outcomeView } from './outcome-view';
import type { State } from './state';
import type { Language, Strings } from './strings';
import { fill, stringsOf } from './strings';
import { homeTenantOf, tenantChoice, tenantNames } from './tenant-choice';
import { writtenTime } from './times';
import type { ElementView, View } from './view';
import { button, el, form, labelled } from './view';

/** The search for a user, and what is known of them. */
export function historyView(state: State): View {
  const strings = stringsOf(state.language);
  return el('div', {}, searchForm(state, strings), foundView(state, strings));
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

function foundView({ history, language }: State, strings: Strings): View | undefined {
  switch (history?.kind) {
    case undefined:
      return undefined;
    case 'loading':
      return el('p', { class: 'quiet' }, strings.loading);
    case 'failed':
      return failedView(language, history.failure);
    case 'loaded':
      return timeLine(language, history.value);
  }
}

function timeLine(language: Language, { user, since, value, nextLink }: HistoryItem): ElementView {
  const strings = stringsOf(language);
  const name = user.userPrincipalName ?? user.id;
  return el(
    'section',
    { 'aria-labelledby': 'history-of' },
    el('h2', { id: 'history-of' }, fill(strings.historyOf, { user: name })),
    el('p', { class: 'quiet' }, fill(strings.historySince, { time: writtenTime(language, since) })),
    value.length === 0
      ? el('p', { class: 'empty' }, strings.noHistory)
      : el('ol', { class: 'time-line' }, ...value.map((outcome) => outcomeView(language, outcome))),
    nextLink === undefined ? undefined : button('more', strings.more, { kind: 'more' }),
  );
}
