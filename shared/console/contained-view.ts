import { containedCard } from './contained-card';
import { containmentsPath } from './containments-path';
import { failureText } from './failure';
import type { State } from './state';
import { stringsOf } from './strings';
import { fill } from './strings';
import type { ElementView } from './view';
import { el } from './view';

/** What was done beside signing out to the user, or for the request, that is shown; undefined where nothing was. */
export function containedView(state: State): ElementView | undefined {
  const { contained, language } = state;
  if (!contained || contained.path !== containmentsPath(state)) return undefined;
  const strings = stringsOf(language);
  const { list } = contained;
  switch (list.kind) {
    case 'loading':
      return undefined;
    case 'failed': {
      const reason = failureText(language, list.failure);
      return el('p', { class: 'warning' }, fill(strings.containedUnread, { reason }));
    }
    case 'loaded': {
      const { value, nextLink } = list.value;
      if (value.length === 0) return undefined;
      const cards = value.map((entry) => el('li', {}, containedCard(state, strings, entry)));
      return el(
        'section',
        { class: 'contained', 'aria-labelledby': 'contained' },
        el('h3', { id: 'contained' }, strings.contained),
        el('ul', { class: 'cards' }, ...cards),
        nextLink === undefined ? undefined : el('p', { class: 'quiet' }, strings.moreContained),
      );
    }
  }
}
