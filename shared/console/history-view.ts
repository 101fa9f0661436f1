import type { HistoryItem, OutcomeItem } from '../api/schemas';
import { alertView } from './alert-view';
import { failedView } from './failed-view';
import type { State } from './state';
import type { Language, Strings } from './strings';
import { fill, statusName, stringsOf } from './strings';
import { timeView, writtenTime } from './times';
import type { ElementView, View } from './view';
import { button, el, facts } from './view';

/** The search for a user, and what is known of them. */
export function historyView(state: State): View {
  const strings = stringsOf(state.language);
  return el('div', {}, searchForm(strings, state.user), foundView(state, strings));
}

function searchForm(strings: Strings, user: string): ElementView {
  const input = {
    id: 'search-user',
    name: 'user',
    value: user,
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
  };
  const form = el(
    'form',
    { id: 'search', class: 'search' },
    el(
      'label',
      { for: 'search-user' },
      strings.user,
      el('span', { class: 'quiet' }, ` · ${strings.userHint}`),
    ),
    el(
      'div',
      { class: 'row' },
      el('input', input),
      el('button', { id: 'search-go', class: 'primary' }, strings.show),
    ),
  );
  return { ...form, action: { kind: 'search' } };
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
      : el('ol', { class: 'time-line' }, ...value.map((outcome) => entry(language, outcome))),
    nextLink === undefined ? undefined : button('more', strings.more, { kind: 'more' }),
  );
}

function entry(language: Language, outcome: OutcomeItem): ElementView {
  const strings = stringsOf(language);
  const { status, completedAt, message, revokedAt, effectiveNoLaterThan, verified, confirmation, detail } =
    outcome;
  const timeOf = (time: string | undefined) => (time === undefined ? undefined : timeView(language, time));
  return el(
    'li',
    { class: status },
    el('p', { class: 'when' }, timeView(language, completedAt)),
    el('p', { class: `badge ${status}` }, statusName(strings, status)),
    el('p', { class: 'message' }, message),
    facts(
      [strings.revokedAt, timeOf(revokedAt)],
      [strings.verified, verified === undefined ? undefined : verified ? strings.yes : strings.no],
      [strings.oldTokensEnd, timeOf(effectiveNoLaterThan)],
      [strings.decidedBy, deciderOf(strings, confirmation)],
      [strings.alert, alertView(strings, outcome.alert)],
      [strings.reason, outcome.reason],
      [strings.detail, message.includes(detail ?? '') ? undefined : detail],
      [strings.requestedBy, outcome.requestedBy],
    ),
  );
}

function deciderOf(strings: Strings, confirmation: OutcomeItem['confirmation']): string | undefined {
  if (confirmation?.by === undefined) return undefined;
  return confirmation.byProven ? `${confirmation.by} (${strings.proven})` : confirmation.by;
}
