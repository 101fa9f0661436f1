import { questionView } from './question-view';
import type { State } from './state';
import { nameOf, selectable, shownWaiting } from './state';
import { fill, stringsOf } from './strings';
import type { ElementView } from './view';
import { button, el } from './view';

/** So many users are named in a question; the others are counted. */
const MAX_NAMED = 8;

/** What can be done with all that is selected; undefined while nothing is. */
export function selectionView(state: State): ElementView | undefined {
  const { selected, asking, language } = state;
  if (selected.length === 0) return undefined;
  const strings = stringsOf(language);
  const ask = (decision: 'approve' | 'decline') =>
    ({ kind: 'ask', decision, approvals: selected, isMany: true }) as const;
  const text = fill(strings.selected, { count: String(selected.length) });
  const isAll = selected.length === selectable(state).length;
  return el(
    'section',
    { class: 'selection', 'aria-label': text },
    ...(asking?.isMany
      ? [questionView(state, '', { about: namesOf(state) })]
      : [
          el(
            'div',
            { class: 'top' },
            el('p', {}, text),
            isAll
              ? undefined
              : button('select-all', strings.selectAll, { kind: 'selectAll' }, { class: 'plain' }),
            button('unselect', strings.clearSelection, { kind: 'unselect' }, { class: 'plain' }),
          ),
          el(
            'div',
            { class: 'actions' },
            button('approve-selected', strings.approve, ask('approve'), { class: 'primary' }),
            button('decline-selected', strings.decline, ask('decline')),
          ),
        ]),
  );
}

function namesOf(state: State): ElementView {
  const ids = new Set(state.selected.map(({ id }) => id));
  const names = shownWaiting(state)
    .filter(({ id }) => ids.has(id))
    .map(nameOf);
  const others = names.length - MAX_NAMED;
  const { andMore } = stringsOf(state.language);
  const rest = others > 0 ? [fill(andMore, { count: String(others) })] : [];
  return el('p', { class: 'message' }, [...names.slice(0, MAX_NAMED), ...rest].join(', '));
}
