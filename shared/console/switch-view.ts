import type { StatusItem } from '../api/operating-schemas';
import { roles } from '../api/roles';
import { reasonField } from './reason-field';
import type { Flip, State } from './state';
import { hasRole } from './state';
import type { Strings } from './strings';
import { fill, stringsOf } from './strings';
import type { ElementView } from './view';
import { button, el, form } from './view';

/** The emergency switch: the first tap asks, and the second, with a reason, sets it. */
export function switchView(state: State, { switch: last }: StatusItem): ElementView {
  const strings = stringsOf(state.language);
  if (!hasRole(state, 'operate')) {
    const text = fill(strings.switchNeeds, { role: roles.operate });
    return el('p', { class: 'quiet' }, text);
  }
  if (state.flipping) return question(strings, state.flipping, state.isSending);
  const isStopped = last?.state === 'stopped';
  const flip: Flip =
    isStopped && last.id !== undefined ? { kind: 'resume', stop: last.id } : { kind: 'stop' };
  const isResumption = flip.kind === 'resume';
  const text = isResumption ? strings.resume : strings.stop;
  // A stop that was written by hand has no id by which it could be taken back here.
  const isByHand = isStopped && !isResumption;
  return el(
    'div',
    { class: 'switch' },
    isByHand ? el('p', { class: 'message' }, strings.stoppedByHand) : undefined,
    el('div', { class: 'actions' }, button('flip', text, { kind: 'askFlip', flip })),
  );
}

function question(strings: Strings, flip: Flip, isSending: boolean): ElementView {
  if (isSending) return el('div', { class: 'ask' }, el('p', {}, strings.sending));
  const stops = flip.kind === 'stop';
  const text = stops ? strings.askStop : strings.askResume;
  return el(
    'div',
    { class: 'ask', role: 'group', 'aria-labelledby': 'question' },
    el('p', { id: 'question', class: 'question', tabindex: '-1', 'data-focus': 'true' }, text),
    form(
      'flip-form',
      { kind: 'flip', reason: '' },
      {},
      reasonField('reason', strings.reasonNeeded),
      el(
        'div',
        { class: 'actions' },
        button('cancel', strings.cancel, { kind: 'cancel' }),
        el('button', { id: 'confirm', class: 'danger' }, stops ? strings.confirmStop : strings.confirmResume),
      ),
    ),
  );
}
