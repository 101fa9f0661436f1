import type { State, Verb, Wanted } from './state';
import type { Strings } from './strings';
import { fill, stringsOf } from './strings';
import type { ElementView, View } from './view';
import { button, el } from './view';

interface Words {
  readonly question: string;
  readonly confirm: string;
}

/** The question about one user, or about as many as are selected. */
export function questionView(
  { language, asking, isSending }: State,
  user: string,
  { about, kind = 'signOut' }: { readonly about?: View; readonly kind?: Wanted } = {},
): ElementView {
  const strings = stringsOf(language);
  if (isSending) return el('div', { class: 'ask' }, el('p', {}, strings.sending));
  const { decision = 'decline', approvals = [], isMany = false } = asking ?? {};
  const words = wordsOfKind[kind];
  const { question, confirm } = isMany ? wordsOfMany(strings, decision) : words(strings, decision);
  const text = fill(question, { user, count: String(approvals.length) });
  return twoTaps(strings, { text, about, confirm, decision });
}

interface Asked {
  readonly text: string;
  readonly about: View | undefined;
  readonly confirm: string;
  readonly decision: Verb;
}

/** Cancel is where the finger has just been: a tap that is repeated by mistake decides nothing. */
function twoTaps(strings: Strings, { text, about, confirm, decision }: Asked): ElementView {
  const yes = button(
    'confirm',
    confirm,
    { kind: 'confirm' },
    { class: decision === 'approve' ? 'danger' : 'primary' },
  );
  const no = button('cancel', strings.cancel, { kind: 'cancel' });
  return el(
    'div',
    { class: 'ask', role: 'group', 'aria-labelledby': 'question' },
    el('p', { id: 'question', class: 'question', tabindex: '-1', 'data-focus': 'true' }, text),
    about,
    el('div', { class: 'actions' }, ...(decision === 'decline' ? [yes, no] : [no, yes])),
  );
}

function wordsOf(strings: Strings, decision: Verb): Words {
  switch (decision) {
    case 'approve':
      return { question: strings.askApprove, confirm: strings.confirmApprove };
    case 'decline':
      return { question: strings.askDecline, confirm: strings.confirmDecline };
    case 'withdraw':
      return { question: strings.askWithdraw, confirm: strings.confirmWithdraw };
  }
}

/** An approval is taken back one at a time. */
function wordsOfRestore(strings: Strings, decision: Verb): Words {
  switch (decision) {
    case 'approve':
      return { question: strings.askRestore, confirm: strings.confirmRestore };
    case 'decline':
      return { question: strings.askKeep, confirm: strings.confirmDecline };
    case 'withdraw':
      return wordsOf(strings, decision);
  }
}

function wordsOfSteps(strings: Strings, decision: Verb): Words {
  switch (decision) {
    case 'approve':
      return { question: strings.askSteps, confirm: strings.confirmSteps };
    case 'decline':
      return { question: strings.askNoSteps, confirm: strings.confirmDecline };
    case 'withdraw':
      return wordsOf(strings, decision);
  }
}

const wordsOfKind = { signOut: wordsOf, restore: wordsOfRestore, steps: wordsOfSteps } as const;

function wordsOfMany(strings: Strings, decision: Verb): Words {
  const { confirm } = wordsOf(strings, decision);
  return { question: decision === 'approve' ? strings.askApproveMany : strings.askDeclineMany, confirm };
}
