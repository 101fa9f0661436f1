import { changesView } from './contained-words';
import { reasonField } from './reason-field';
import type { Foreseen, State, Undoing } from './state';
import { nameOf } from './state';
import type { Strings } from './strings';
import { fill, stringsOf } from './strings';
import { canConfirm } from './undone';
import type { ElementView, View } from './view';
import { button, el, facts, form } from './view';
import { whenLoaded } from './when-loaded';

/** The question whether a containment is to end: what comes back is shown first, and then a reason is asked for. */
export function undoView({ language, isSending }: State, undoing: Undoing): ElementView {
  const strings = stringsOf(language);
  if (isSending) return el('div', { class: 'ask' }, el('p', {}, strings.sending));
  const { entry, kind } = undoing;
  const question = kind === 'restore' ? strings.askRestore : strings.askGiveUp;
  return el(
    'div',
    { class: 'ask', role: 'group', 'aria-labelledby': 'question' },
    el(
      'p',
      { id: 'question', class: 'question', tabindex: '-1', 'data-focus': 'true' },
      fill(question, { user: nameOf(entry) }),
    ),
    ...(undoing.kind === 'restore'
      ? restoreParts(strings, undoing, (view) => whenLoaded(language, undoing.foreseen, view))
      : [undoForm(strings, undoing, strings.confirmGiveUp)]),
  );
}

type Restoring = Extract<Undoing, { readonly kind: 'restore' }>;

function restoreParts(
  strings: Strings,
  undoing: Restoring,
  shown: (view: (items: readonly Foreseen[]) => View) => View,
): readonly View[] {
  return [
    shown((items) => el('div', {}, ...items.map((item) => foreseenView(strings, item)))),
    canConfirm(undoing) ? undoForm(strings, undoing, strings.confirmRestore) : cancelButton(strings),
  ];
}

/** What would come back of one containment, and what cannot; or why nothing does now. */
function foreseenView(strings: Strings, { changes, final, refusal, user }: Foreseen): ElementView {
  return el(
    'div',
    {},
    refusal === undefined
      ? undefined
      : el('p', { class: 'warning text' }, fill(strings.restoreRefused, { reason: refusal })),
    changes.length === 0 ? el('p', {}, strings.nothingComesBack) : undefined,
    facts(
      [strings.comesBack, changesView(strings, changes, user.id)],
      [strings.isFinal, changesView(strings, final, user.id)],
    ),
  );
}

function undoForm(strings: Strings, { entry, kind }: Undoing, confirm: string): ElementView {
  const label = kind === 'restore' ? strings.reasonNeeded : strings.reasonKept;
  // Each question has a field of its own: what is typed is kept by its id.
  const field = reasonField(`reason-${kind}-${entry.containment}`, label);
  const yes = el('button', { id: 'confirm', class: 'danger' }, confirm);
  return form(
    'undo-form',
    { kind: 'undo', reason: '' },
    {},
    field,
    el('div', { class: 'actions' }, cancelButton(strings), yes),
  );
}

function cancelButton(strings: Strings): ElementView {
  return button('cancel', strings.cancel, { kind: 'cancel' });
}
