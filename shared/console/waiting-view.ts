import type { ApprovalItem } from '../api/schemas';
import { alertView } from './alert-view';
import { failedView } from './failed-view';
import type { State } from './state';
import { nameOf } from './state';
import type { Strings } from './strings';
import { fill, statusName, stringsOf } from './strings';
import { timeLeft, timeView } from './times';
import type { ElementView, View } from './view';
import { button, el, facts } from './view';

const METHODS = { graph: 'Microsoft Entra ID', sharePoint: 'SharePoint' } as const;
/** With less time left than this, the time is shown as urgent. */
const SOON_MS = 900_000;

/** What waits for a decision. */
export function waitingView(state: State): View {
  const { waiting, language } = state;
  const strings = stringsOf(language);
  switch (waiting.kind) {
    case 'loading':
      return el('p', { class: 'quiet' }, strings.loading);
    case 'failed':
      return failedView(language, waiting.failure);
    case 'loaded':
      return waiting.value.length === 0
        ? el('p', { class: 'empty' }, strings.nothingWaits)
        : el('ul', { class: 'cards' }, ...waiting.value.map((item) => el('li', {}, card(state, item))));
  }
}

function card(state: State, item: ApprovalItem): ElementView {
  const { language, now } = state;
  const strings = stringsOf(language);
  const { id, status, detail, reason, requestedBy, receivedBy, expiresAt, plan } = item;
  const isSoon = Date.parse(expiresAt) - now < SOON_MS;
  const methods = plan.methods.map((method) => METHODS[method]).join(', ');
  const until = el(
    'span',
    {},
    timeView(language, expiresAt),
    ' ',
    el('span', { class: isSoon ? 'left soon' : 'left' }, timeLeft(language, expiresAt, now)),
  );
  return el(
    'article',
    { class: 'card', 'aria-labelledby': `user-${id}` },
    el('p', { class: `badge ${status}` }, statusName(strings, status)),
    el('h2', { id: `user-${id}`, class: 'who' }, nameOf(item)),
    facts(
      [strings.alert, alertView(strings, item.alert)],
      [strings.reason, reason],
      [strings.why, detail],
      [strings.requestedBy, requestedBy ?? receivedBy ?? strings.unknownRequester],
      [
        strings.whatFollows,
        plan.mode === 'revoke' ? fill(strings.signsOut, { methods }) : strings.signsOutTrial,
      ],
      [strings.until, until],
    ),
    state.asking?.id === id ? confirmation(state, item) : choices(strings, item),
  );
}

function choices(strings: Strings, { id, digest, user }: ApprovalItem): ElementView {
  const label = { 'aria-describedby': `user-${id}` };
  const of = user.id ?? user.reference;
  return el(
    'div',
    { class: 'actions' },
    button(
      `approve-${id}`,
      strings.approve,
      { kind: 'ask', id, digest, decision: 'approve' },
      { class: 'primary', ...label },
    ),
    button(`decline-${id}`, strings.decline, { kind: 'ask', id, digest, decision: 'decline' }, label),
    button(`history-${id}`, strings.history, { kind: 'search', user: of }, { class: 'plain', ...label }),
  );
}

/** Cancel is where the finger has just been: a tap that is repeated by mistake decides nothing. */
function confirmation({ language, asking, isSending }: State, item: ApprovalItem): ElementView {
  const strings = stringsOf(language);
  const { id } = item;
  const approves = asking?.decision === 'approve';
  const question = fill(approves ? strings.askApprove : strings.askDecline, { user: nameOf(item) });
  if (isSending) return el('div', { class: 'ask' }, el('p', { role: 'status' }, strings.sending));
  const confirm = button(
    `confirm-${id}`,
    approves ? strings.confirmApprove : strings.confirmDecline,
    { kind: 'confirm' },
    { class: approves ? 'danger' : 'primary' },
  );
  const cancel = button(`cancel-${id}`, strings.cancel, { kind: 'cancel' });
  return el(
    'div',
    { class: 'ask', role: 'group', 'aria-labelledby': `ask-${id}` },
    el('p', { id: `ask-${id}`, class: 'question', tabindex: '-1', 'data-focus': 'true' }, question),
    el('div', { class: 'actions' }, ...(approves ? [cancel, confirm] : [confirm, cancel])),
  );
}
