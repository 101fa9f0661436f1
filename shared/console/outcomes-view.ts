import type { OutcomeItem, OutcomesItem } from '../api/schemas';
import { containedView } from './contained-view';
import { userInput } from './history-view';
import { periods, statusGroups } from './outcome-filter';
import { outcomeView } from './outcome-view';
import type { State } from './state';
import type { Strings } from './strings';
import { fill, stringsOf } from './strings';
import { tenantChoice, tenantNames } from './tenant-choice';
import { writtenTime } from './times';
import type { ElementView, View } from './view';
import { button, choice, el, form, labelled } from './view';
import { whenLoaded } from './when-loaded';

/** The stream of outcomes, the newest first. */
export function outcomesView(state: State): View {
  const strings = stringsOf(state.language);
  const { requestId } = state.stream.filter;
  return el(
    'div',
    {},
    requestId === '' ? filterForm(state, strings) : requestHead(strings, requestId),
    listView(state, strings),
  );
}

function filterForm(state: State, strings: Strings): ElementView {
  const { filter } = state.stream;
  const { group, user, tenant, period } = filter;
  const groups = [
    ['', strings.allStatuses] as const,
    ...statusGroups.map((one) => [one, strings[one]] as const),
  ];
  return form(
    'filter',
    { kind: 'filter', filter },
    { class: 'filters' },
    choice({ id: 'filter-group', name: 'group', label: strings.status }, group, groups),
    choice(
      { id: 'filter-period', name: 'period', label: strings.from },
      period,
      periods.map((one) => [one, strings[one]] as const),
    ),
    tenantChoice('filter-tenant', tenant, tenantNames(state, strings), {
      tenant: strings.tenant,
      all: strings.allTenants,
    }),
    labelled(strings.user, 'filter-user', userInput('filter-user', user)),
    el('button', { id: 'filter-go', class: 'primary' }, strings.show),
  );
}

/** Where a link has led to the outcomes of one request. */
function requestHead(strings: Strings, requestId: string): ElementView {
  return el(
    'div',
    { class: 'request' },
    el('h2', {}, fill(strings.requestOf, { id: requestId })),
    button('all-outcomes', strings.allOutcomes, { kind: 'open', tab: 'outcomes' }),
  );
}

function listView(state: State, strings: Strings): View {
  const { language, stream } = state;
  return whenLoaded(language, stream.list, (value) => loadedView(state, strings, value));
}

function loadedView(state: State, strings: Strings, { since, value, nextLink }: OutcomesItem): View {
  const { language, stream } = state;
  const from = stream.filter.period === 'all' ? strings.historySince : strings.sinceTime;
  const list = value.map((outcome) => outcomeView(language, outcome, whoView(strings, outcome)));
  const contained = containedView(state);
  const isUnknown = stream.filter.requestId !== '' && contained === undefined;
  return el(
    'section',
    { 'aria-label': strings.outcomes },
    el('p', { class: 'quiet' }, fill(from, { time: writtenTime(language, since) })),
    contained,
    value.length === 0
      ? el('p', { class: 'empty' }, emptyText(strings, { isMore: nextLink !== undefined, isUnknown }))
      : el('ol', { class: 'time-line' }, ...list),
    nextLink === undefined ? undefined : button('more', strings.more, { kind: 'more' }),
  );
}

interface Empty {
  readonly isMore: boolean;
  /** Whether nothing at all is known of the request that is shown. */
  readonly isUnknown: boolean;
}

function emptyText(strings: Strings, { isMore, isUnknown }: Empty): string {
  if (isMore) return strings.noneYet;
  return isUnknown ? strings.unknownRequest : strings.noOutcomes;
}

/** Whom an outcome is about, with the way to their history. */
function whoView(strings: Strings, { id, user, tenantId }: OutcomeItem): View {
  if (!user) return el('p', { class: 'who' }, strings.wholeMessage);
  const name = user.userPrincipalName ?? user.reference;
  const action = { kind: 'search', user: user.id ?? user.reference, tenant: tenantId ?? '' } as const;
  return button(`user-${id}`, name, action, { class: 'who', title: strings.history });
}
