import { needsSignIn } from './failure';
import { historyView } from './history-view';
import { outcomesView } from './outcomes-view';
import { serviceView } from './service-view';
import type { Notice, State, Tab } from './state';
import type { Strings } from './strings';
import { stringsOf } from './strings';
import type { ElementView, View } from './view';
import { button, el } from './view';
import { foreseenText } from './undone';
import { waitingView } from './waiting-view';

const TABS: readonly Tab[] = ['waiting', 'outcomes', 'history', 'service'];

/** The whole page. */
export function pageView(state: State): readonly View[] {
  const strings = stringsOf(state.language);
  const { person, notice } = state;
  if (person === undefined) return [header(strings), welcome(strings, notice?.text)];
  return [
    header(strings, person.name),
    el('nav', { 'aria-label': strings.sections }, ...TABS.map((tab) => tabButton(state, strings, tab))),
    el('main', { id: 'main', tabindex: '-1' }, notice ? noticeView(strings, notice) : undefined, body(state)),
  ];
}

function header(strings: Strings, person?: string): ElementView {
  return el(
    'header',
    {},
    el('h1', {}, strings.title),
    ...(person === undefined
      ? []
      : [
          el('span', { class: 'person' }, person),
          button('sign-out', strings.signOut, { kind: 'signOut' }, { class: 'plain' }),
        ]),
  );
}

/** It stays in sight, wherever the page is scrolled to, until it is closed. */
function noticeView(strings: Strings, { tone, text, items = [], unread }: Notice): ElementView {
  const list = el('ul', {}, ...items.map((item) => el('li', {}, item)));
  const signIn = button('notice-sign-in', strings.signInAgain, { kind: 'signIn' });
  return el(
    'div',
    { class: `notice ${tone}` },
    el(
      'div',
      { class: 'said' },
      el('p', {}, text),
      items.length > 0 ? list : undefined,
      unread !== undefined && needsSignIn(unread) ? signIn : undefined,
    ),
    button('dismiss', strings.close, { kind: 'dismiss' }, { class: 'plain' }),
  );
}

/** What a screen reader says when it changes: what has happened, or is under way. */
export function announcement(state: State): string {
  const { language, notice, isSending } = state;
  if (isSending) return stringsOf(language).sending;
  const foreseen = foreseenText(state);
  if (foreseen !== undefined) return foreseen;
  return notice ? [notice.text, ...(notice.items ?? [])].join(' ') : '';
}

function welcome(strings: Strings, notice: string | undefined): ElementView {
  return el(
    'main',
    { class: 'welcome' },
    notice === undefined ? undefined : el('p', { class: 'notice bad', role: 'alert' }, notice),
    el('p', {}, strings.signInHint),
    button('sign-in', strings.signIn, { kind: 'signIn' }, { class: 'primary' }),
  );
}

function tabButton({ tab: open, waiting }: State, strings: Strings, tab: Tab): ElementView {
  const count = tab === 'waiting' && waiting.kind === 'loaded' ? waiting.value.length : 0;
  const current: Readonly<Record<string, string>> = tab === open ? { 'aria-current': 'page' } : {};
  const text = count > 0 ? `${strings[tab]} (${String(count)})` : strings[tab];
  return button(`tab-${tab}`, text, { kind: 'open', tab }, current);
}

function body(state: State): View {
  switch (state.tab) {
    case 'waiting':
      return waitingView(state);
    case 'outcomes':
      return outcomesView(state);
    case 'history':
      return historyView(state);
    case 'service':
      return serviceView(state);
  }
}
