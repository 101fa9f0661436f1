import { roles } from '../api/roles';
import type { ContainedEntry } from '../api/containment-schemas';
import type { ApprovalItem } from '../api/schemas';
import { hasEnded } from '../core/containment';
import { itemView, listed, stateName, stepNames } from './contained-words';
import type { State } from './state';
import { hasRole, nameOf } from './state';
import type { Language, Strings } from './strings';
import { fill } from './strings';
import { tenantNames } from './tenant-choice';
import { timeView, writtenTime } from './times';
import { undoView } from './undo-view';
import type { ElementView, View } from './view';
import { button, el, facts } from './view';

type Change = ContainedEntry['changes'][number];
type Item = Change['item'];

/** One containment: since when, what was changed, what stays so, and what can be done about it. */
export function containedCard(state: State, strings: Strings, entry: ContainedEntry): ElementView {
  const { undoing } = state;
  const { containment, state: is } = entry;
  const isAsked = undoing?.entry.containment === containment;
  return el(
    'article',
    { class: 'card', 'aria-labelledby': `contained-${containment}` },
    el('p', { class: `badge ${is}` }, stateName(strings, is)),
    el('p', { id: `contained-${containment}`, class: 'who' }, nameOf(entry)),
    factsOf(state, strings, entry),
    hasEnded({ state: is }) ? undefined : isAsked ? undoView(state, undoing) : choices(state, strings, entry),
  );
}

function factsOf(state: State, strings: Strings, entry: ContainedEntry): ElementView {
  const { language } = state;
  const { startedAt, requestId, tenantId, steps, changes, kept, endedAt, endedBy, endedReason } = entry;
  const names = tenantNames(state, strings);
  const items = (fits: (change: Change) => boolean): View | undefined =>
    listed(changes.filter(fits).map((change) => changeView({ language, strings, entry }, change)));
  return facts(
    [strings.since, timeView(language, startedAt)],
    [strings.request, state.tab === 'history' ? el('code', {}, requestId) : undefined],
    [strings.tenant, names.size > 1 ? (names.get(tenantId) ?? tenantId) : undefined],
    [strings.stepsTaken, stepNames(strings, steps)],
    [strings.wasChanged, items((change) => isChanged(change) && change.isFinal !== true)],
    [strings.isFinal, items((change) => isChanged(change) && change.isFinal === true)],
    [strings.cameBack, items((change) => change.state === 'restored')],
    [strings.notOurs, items((change) => change.state === 'notOurs')],
    [strings.leftAsWas, listed(kept.map((one) => keptView({ language, strings, entry }, one)))],
    [strings.ended, endedAt === undefined ? undefined : timeView(language, endedAt)],
    [strings.endedBy, endedBy],
    [strings.reason, endedReason],
  );
}

interface About {
  readonly language: Language;
  readonly strings: Strings;
  readonly entry: ContainedEntry;
}

/** Whether it is not as it was before. */
function isChanged({ state }: Change): boolean {
  return state === 'made' || state === 'intended';
}

function changeView(about: About, { item, state }: Change): ElementView {
  return state === 'intended'
    ? lineView(about, item, about.strings.maybeChanged)
    : lineView(about, item, undefined);
}

function keptView(about: About, { item, reason }: ContainedEntry['kept'][number]): ElementView {
  return lineView(about, item, reason);
}

/** An item, when it was added, and what is to be said about it. */
function lineView({ language, strings, entry }: About, item: Item, remark: string | undefined): ElementView {
  const { kind, id, name = id, addedAt } = item;
  const added =
    addedAt === undefined ? [] : [fill(strings.addedAt, { time: writtenTime(language, addedAt) })];
  const more = [...added, ...(remark === undefined ? [] : [remark])];
  return el(
    'span',
    {},
    itemView(strings, { kind, name }, entry.user.id),
    more.length === 0 ? undefined : el('span', { class: 'quiet' }, ` · ${more.join(' · ')}`),
  );
}

/** What can be done about it, by what the person may do and what waits already. */
function choices(state: State, strings: Strings, entry: ContainedEntry): View {
  const { person, waiting, awaited } = state;
  const { containment, user } = entry;
  const asked =
    waiting.kind === 'loaded'
      ? waiting.value.find(({ restore }) => restore?.containment === containment)
      : undefined;
  if (asked) return waitsView(strings, entry, asked);
  if (awaited.some((one) => one.containment === containment)) {
    return el('p', { class: 'voted' }, strings.restoreFollows);
  }
  if (person?.id !== undefined && person.id.toLowerCase() === user.id?.toLowerCase()) {
    return el('p', { class: 'quiet' }, strings.ownContainment);
  }
  return el(
    'div',
    {},
    hasRole(state, 'approve')
      ? undefined
      : el('p', { class: 'quiet' }, fill(strings.restoreNeeds, { role: roles.approve })),
    el('div', { class: 'actions' }, ...undoButtons(state, strings, entry)),
  );
}

function undoButtons(state: State, strings: Strings, entry: ContainedEntry): readonly ElementView[] {
  const { containment } = entry;
  const label = { 'aria-describedby': `contained-${containment}` };
  const ask = (undo: 'restore' | 'giveUp') => ({ kind: 'askUndo', undo, entry }) as const;
  const [restore, giveUp] = [
    button(`restore-${containment}`, strings.restore, ask('restore'), label),
    button(`give-up-${containment}`, strings.giveUp, ask('giveUp'), { class: 'plain', ...label }),
  ];
  return [...(hasRole(state, 'approve') ? [restore] : []), ...(hasRole(state, 'operate') ? [giveUp] : [])];
}

/** A request to undo it waits: it is decided on where all that waits is. */
function waitsView(
  strings: Strings,
  { requestId, containment }: ContainedEntry,
  { approvals }: ApprovalItem,
): View {
  const counted = approvals && { count: String(approvals.count), quorum: String(approvals.quorum) };
  return el(
    'div',
    {},
    el('p', { class: 'voted' }, counted ? fill(strings.restoreVotes, counted) : strings.restoreWaits),
    el(
      'div',
      { class: 'actions' },
      button(`waits-${containment}`, strings.showRequest, { kind: 'link', requestId }),
    ),
  );
}
