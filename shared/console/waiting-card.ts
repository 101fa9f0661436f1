import type { ApprovalItem } from '../api/schemas';
import { alertView } from './alert-view';
import { changesView, stepNames } from './contained-words';
import { questionView } from './question-view';
import type { State } from './state';
import { hasRole, kindOf, nameOf, selectable } from './state';
import type { Strings } from './strings';
import { fill, statusName, stringsOf } from './strings';
import { tenantNames } from './tenant-choice';
import { timeLeft, timeView } from './times';
import type { ElementView } from './view';
import { button, el, facts } from './view';

const METHODS = { graph: 'Microsoft Entra ID', sharePoint: 'SharePoint' } as const;
/** With less time left than this, the time is shown as urgent. */
const SOON_MS = 900_000;

/** One request that waits: who, why, what an approval would do, and the choices. */
export function waitingCard(state: State, item: ApprovalItem): ElementView {
  const { language, linked, asking } = state;
  const strings = stringsOf(language);
  const { id, status, requestId } = item;
  const isLinked = requestId === linked;
  const isAsked = asking?.isMany === false && asking.approvals.some((one) => one.id === id);
  return el(
    'article',
    { class: isLinked ? 'card linked' : 'card', 'aria-labelledby': `user-${id}` },
    isLinked ? el('p', { class: 'quiet' }, strings.linked) : undefined,
    el(
      'div',
      { class: 'top' },
      el('p', { class: `badge ${status}` }, statusName(strings, status)),
      kindOf(item) === 'signOut' && selectable(state).length > 1 && hasRole(state, 'approve')
        ? selectBox(state, strings, item)
        : undefined,
    ),
    el('h2', { id: `user-${id}`, class: 'who' }, nameOf(item)),
    factsOf(state, strings, item),
    isAsked ? questionView(state, nameOf(item), { kind: kindOf(item) }) : choices(state, strings, item),
  );
}

function selectBox({ selected }: State, strings: Strings, { id, digest, user }: ApprovalItem): ElementView {
  const isSelected = selected.some((one) => one.id === id);
  const box = {
    ...el('input', { type: 'checkbox', id: `select-${id}`, ...(isSelected && { checked: '' }) }),
    action: { kind: 'select', shown: { id, digest } },
  } as const;
  const name = el('span', { class: 'unseen' }, ` ${user.userPrincipalName ?? user.reference}`);
  return el('label', { class: 'select', for: `select-${id}` }, strings.select, name, box);
}

function factsOf(state: State, strings: Strings, item: ApprovalItem): ElementView {
  const { language, now } = state;
  const { detail, reason, requestedBy, receivedBy, expiresAt, plan, tenantId } = item;
  const isSoon = Date.parse(expiresAt) - now < SOON_MS;
  const names = tenantNames(state, strings);
  const left = el('span', { class: isSoon ? 'left soon' : 'left' }, timeLeft(language, expiresAt, now));
  return facts(
    [strings.alert, alertView(strings, item.alert, `alert-${item.id}`)],
    [strings.reason, reason],
    [strings.why, detail],
    [strings.requestedBy, requestedBy ?? receivedBy ?? strings.unknownRequester],
    [strings.tenant, names.size > 1 ? (names.get(tenantId) ?? tenantId) : undefined],
    [strings.whatFollows, whatFollows(strings, item)],
    [strings.comesBack, changesView(strings, item.restore?.changes, item.user.id)],
    [strings.isFinal, changesView(strings, item.restore?.final, item.user.id)],
    [item.contain ? strings.askedSteps : strings.steps, stepNames(strings, plan.steps)],
    [strings.approvals, votesOf(strings, item)],
    [strings.until, el('span', {}, timeView(language, expiresAt), ' ', left)],
  );
}

function whatFollows(strings: Strings, { plan, contain }: ApprovalItem): string {
  if (plan.mode !== 'revoke') return strings.signsOutTrial;
  if (contain) return strings.takesSteps;
  const methods = plan.methods.map((method) => METHODS[method]).join(', ');
  return fill(strings.signsOut, { methods });
}

/** How many have approved, and who; nothing where one person decides alone. */
function votesOf(strings: Strings, { approvals, approvers = [] }: ApprovalItem): string | undefined {
  const people = approvers.map(({ id, userPrincipalName }) => userPrincipalName ?? id);
  const isAlone = approvals === undefined || approvals.quorum < 2;
  if (isAlone && people.length === 0) return undefined;
  const count = approvals && {
    count: String(approvals.count),
    quorum: String(approvals.quorum),
  };
  return [...(count ? [fill(strings.approvalsOf, count)] : []), ...people].join(' · ');
}

function choices(state: State, strings: Strings, item: ApprovalItem): ElementView {
  const { person } = state;
  const { id, digest, user, tenantId: tenant, approvers = [] } = item;
  const label = { 'aria-describedby': `user-${id}` };
  const ask = (decision: 'approve' | 'decline' | 'withdraw') =>
    ({ kind: 'ask', decision, approvals: [{ id, digest }], isMany: false }) as const;
  const hasApproved = approvers.some((one) => one.id.toLowerCase() === person?.id?.toLowerCase());
  const first = hasApproved
    ? button(`withdraw-${id}`, strings.withdraw, ask('withdraw'), label)
    : button(`approve-${id}`, strings.approve, ask('approve'), { class: 'primary', ...label });
  const searched = { kind: 'search', user: user.id ?? user.reference, tenant } as const;
  const decide = hasRole(state, 'approve')
    ? [first, button(`decline-${id}`, strings.decline, ask('decline'), label)]
    : [];
  return el(
    'div',
    {},
    hasApproved ? el('p', { class: 'voted' }, strings.youApproved) : undefined,
    el(
      'div',
      { class: 'actions' },
      ...decide,
      button(`history-${id}`, strings.history, searched, { class: 'plain', ...label }),
    ),
  );
}
