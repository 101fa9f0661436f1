import type { Status } from '../core/outcome';
import { statuses } from '../core/outcome';

/** What an outcome means for who looks for something to do. */
export type StatusGroup = 'waits' | 'done' | 'notDone' | 'quiet';

const groups: Readonly<Record<Status, StatusGroup>> = {
  held: 'waits',
  awaitingConfirmation: 'waits',
  signedOut: 'done',
  signOutPending: 'done',
  restored: 'done',
  contained: 'done',
  userNotFound: 'notDone',
  failed: 'notDone',
  notEnabled: 'notDone',
  notApplicable: 'notDone',
  protected: 'notDone',
  expired: 'notDone',
  rejected: 'notDone',
  declined: 'quiet',
  duplicate: 'quiet',
  nothingToDo: 'quiet',
  whatIf: 'quiet',
};

/** What people choose among, in this order. */
export const statusGroups = ['waits', 'done', 'notDone', 'quiet'] as const satisfies readonly StatusGroup[];
export const periods = ['hour', 'day', 'week', 'all'] as const;
export type Period = (typeof periods)[number];

const HOUR_MS = 3_600_000;
const LENGTHS: Readonly<Record<Exclude<Period, 'all'>, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 168 * HOUR_MS,
};

/** The outcomes that a person asks for. What is empty does not matter. */
export interface OutcomeFilter {
  readonly group: StatusGroup | '';
  readonly user: string;
  readonly tenant: string;
  readonly period: Period;
  readonly requestId: string;
}

/** All that are kept. */
export const everyOutcome: OutcomeFilter = { group: '', user: '', tenant: '', period: 'all', requestId: '' };

/** A filter as the fields of its form have it. */
export function filterOf(fields: Readonly<Record<string, string>>): OutcomeFilter {
  const { group, user = '', tenant = '', period } = fields;
  return {
    group: statusGroups.find((one) => one === group) ?? '',
    user: user.trim(),
    tenant,
    period: periods.find((one) => one === period) ?? 'all',
    requestId: '',
  };
}

/** Where the API lists the outcomes of a filter. */
export function outcomesPath({ group, user, tenant, period, requestId }: OutcomeFilter, now: number): string {
  const asked = {
    status: group === '' ? '' : statuses.filter((status) => groups[status] === group).join(','),
    user,
    tenant,
    requestId,
    since: period === 'all' ? '' : new Date(now - LENGTHS[period]).toISOString(),
  };
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
  query.set('top', '50');
  return `/api/outcomes?${query.toString()}`;
}
