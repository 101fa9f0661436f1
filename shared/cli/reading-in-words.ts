import { decidingRule } from '../core/deciding-rule';
import type { Alert } from '../core/request';
import type { SourceEffect, SourceRule, SourcedRequest } from '../core/source-rule';
import type { UncertainTime } from '../core/request-age';
import type { UserReference } from '../core/user-reference';
import { namesOf } from '../core/request';
import { referenceText } from '../core/user-reference';
import type { ListedTargets } from '../core/approval';
import type { DecisionReading, RestoreReading, Reading, SkippedAccount } from '../alerts/reading';
import { alertReason } from './alert-reason';
import type { MessageRules } from './foreseen';
import { exceededAge, foreseen } from './foreseen';
import { printable } from './printable';

const kinds: Readonly<Record<UserReference['kind'], string>> = {
  id: 'object id',
  userPrincipalName: 'user principal name',
  sid: 'security identifier, to be looked up',
  samAccountName: 'account name, to be looked up',
};

/** The readings of a file, as lines for a person. */
export function readingsInWords(file: string, readings: readonly Reading[], rules: MessageRules): string[] {
  return readings.flatMap((reading, n) =>
    readingInWords(readings.length === 1 ? file : `${file}, item ${String(n + 1)}`, reading, rules),
  );
}

function readingInWords(name: string, reading: Reading, rules: MessageRules): string[] {
  switch (reading.kind) {
    case 'request':
      return requestInWords(name, reading, rules);
    case 'nothingToDo':
      return [
        `${name}: an alert (${reading.format}) that asks for nobody to be signed out: ${alertReason(reading.detail)}`,
        ...alertInWords(reading.alert, reading.uncertainTime),
        ...optional('event', reading.event),
        ...optional('tenant', reading.tenantId),
        ...skippedInWords(reading.skipped),
      ];
    case 'decision':
      return [`${name}: a decision: ${printable(decisionInWords(reading))}`];
    case 'restore':
      return [`${name}: ${printable(restoreInWords(reading))}`];
    case 'rejected':
      return [
        `${name}: would be rejected${reading.format === undefined ? '' : ` as ${reading.format}`}:`,
        ...reading.issues.map(({ path, message }) => `  ${path}: ${message}`),
      ];
  }
}

type RequestReading = Extract<Reading, { kind: 'request' }>;

function requestInWords(name: string, reading: RequestReading, rules: MessageRules): string[] {
  const { format, confirm, tenantId, alert = {} } = reading.request;
  const asking = confirm ? 'asks for a confirmation and ' : '';
  const what = reading.named ? `an alert (${format})` : `a ${format} request`;
  return [
    `${name}: ${what} that ${asking}${foreseen(reading, rules)}:`,
    ...usersInWords(reading),
    ...(reading.named ? alertInWords(alert, reading.uncertainTime) : []),
    ...ageInWords(exceededAge(reading, rules)),
    ...eventInWords(reading.request, rules.sources),
    ...optional('tenant', tenantId && `${tenantId}; rejected unless its sender may speak for this tenant`),
    ...skippedInWords(reading.skipped),
  ];
}

function optional(what: string, text: string | undefined): string[] {
  return text === undefined ? [] : [printable(`  ${what}: ${text}`)];
}

function ageInWords(exceeded: number | undefined): string[] {
  if (exceeded === undefined) return [];
  return [`  age: older than maxRequestAge (${String(exceeded)} min): it would end expired`];
}

/** A decision, in a few words. */
function decisionInWords({ target, decision, by }: DecisionReading): string {
  const who = by === '' ? '' : ` by ${by}`;
  switch (target.kind) {
    case 'one':
      return `${decision}${who} on the confirmation ${target.approval}`;
    case 'several':
      return `${decision}${who} on the confirmations ${target.approvals.join(', ')}`;
    case 'request':
      return `${decision}${who} on all that waits of the request ${target.requestId}${seenAt(target)}`;
    case 'brake':
      return `${decision}${who} on all that the brake holds${seenAt(target)}`;
  }
}

/** A message about what the app has done, as words. */
export function ownActInWords(reading: DecisionReading | RestoreReading): string {
  return reading.kind === 'decision' ? decisionInWords(reading) : restoreInWords(reading);
}

function restoreInWords({ restore, user = 'all users', by }: RestoreReading): string {
  return `asks in the name of ${by} that what was changed for ${user} of the request ${restore} be undone; a person must approve`;
}

function seenAt({ asOf }: ListedTargets): string {
  return asOf === undefined ? '' : `, as of ${asOf}`;
}

function usersInWords({ request, named }: RequestReading): string[] {
  const one = (user: UserReference): string => `${printable(referenceText(user))} (${kinds[user.kind]})`;
  const inWords = (user: UserReference): string => namesOf(request, user).map(one).join(', or else ');
  return named
    ? named.map(({ reference, path, firstSeenMs: ms }) => {
        const seen = ms === undefined ? '' : `, first seen ${new Date(ms).toISOString()}`;
        return `  ${inWords(reference)}, named by ${printable(path)}${seen}`;
      })
    : request.users.map((user) => `  ${inWords(user)}`);
}

const NOT_FOUND = 'not found';

function alertInWords(
  { id = NOT_FOUND, severity = NOT_FOUND, createdAt = NOT_FOUND, firstSeenAt, title }: Alert,
  time: UncertainTime | undefined,
): string[] {
  const created = time ? uncertainTimeInWords(time) : createdAt;
  const seen = firstSeenAt === undefined ? '' : `; first seen ${firstSeenAt}`;
  return [
    printable(`  alert: id ${id}; severity ${severity}; created ${created}${seen}`),
    ...optional('title', title),
  ];
}

function uncertainTimeInWords(time: UncertainTime): string {
  if (time.kind === 'unknown') return 'at a time that cannot be read';
  return `${time.at.replace(/Z$/, '')} in an unknown time zone`;
}

/** The event of an alert, and the rule that decides what it may do. */
function eventInWords(request: SourcedRequest, sources: readonly SourceRule[]): string[] {
  const rule = decidingRule(request, sources);
  const { event } = request;
  if (event === undefined && !rule) return [];
  const decided = rule ? `the rule ${rule.name} lets it ${EFFECTS[rule.effect]}` : 'no rule restricts it';
  return [printable(`  event: ${event ?? 'none'}; ${decided}`)];
}

const EFFECTS: Readonly<Record<SourceEffect, string>> = {
  revoke: 'sign users out',
  confirm: 'sign users out with approval',
  whatIf: 'only preview',
};

function skippedInWords(skipped: readonly SkippedAccount[] = []): string[] {
  return skipped.map(({ path, name, reason }) => {
    const account = name === undefined ? path : `${name} (${path})`;
    return printable(`  skipped: ${account}: ${reason}`);
  });
}
