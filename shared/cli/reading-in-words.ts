import type { Alert } from '../core/request';
import type { UncertainTime } from '../core/request-age';
import type { UserReference } from '../core/user-reference';
import { referenceText } from '../core/user-reference';
import type { DecisionReading, Reading, SkippedAccount } from '../alerts/reading';
import { alertReason } from './alert-reason';
import { printable } from './printable';

const kinds: Readonly<Record<UserReference['kind'], string>> = {
  id: 'object id',
  userPrincipalName: 'user principal name',
  sid: 'security identifier, to be looked up',
  samAccountName: 'account name, to be looked up',
};

/** The readings of a file, as lines for a person. */
export function readingsInWords(file: string, readings: readonly Reading[]): string[] {
  return readings.flatMap((reading, n) =>
    readingInWords(readings.length === 1 ? file : `${file}, item ${String(n + 1)}`, reading),
  );
}

function readingInWords(name: string, reading: Reading): string[] {
  switch (reading.kind) {
    case 'request': {
      const { format, mode, confirm, alert = {} } = reading.request;
      const would = mode === 'whatIf' ? 'would preview signing out' : 'would sign out';
      const asking = confirm ? 'asks for a confirmation and ' : '';
      const what = reading.named ? `an alert (${format})` : `a ${format} request`;
      return [
        `${name}: ${what} that ${asking}${would}:`,
        ...usersInWords(reading),
        ...(reading.named ? [alertInWords(alert, reading.uncertainTime)] : []),
        ...skippedInWords(reading.skipped),
      ];
    }
    case 'nothingToDo':
      return [
        `${name}: an alert (${reading.format}) that asks for nobody to be signed out: ${alertReason(reading.detail)}`,
        alertInWords(reading.alert, reading.uncertainTime),
        ...skippedInWords(reading.skipped),
      ];
    case 'decision':
      return [`${name}: a decision: ${printable(decisionInWords(reading))}`];
    case 'rejected':
      return [
        `${name}: would be rejected${reading.format === undefined ? '' : ` as ${reading.format}`}:`,
        ...reading.issues.map(({ path, message }) => `  ${path}: ${message}`),
      ];
  }
}

/** A decision, in a few words. */
export function decisionInWords({ target, decision, by }: DecisionReading): string {
  const who = by === '' ? '' : ` by ${by}`;
  switch (target.kind) {
    case 'one':
      return `${decision}${who} on the confirmation ${target.approval}`;
    case 'request':
      return `${decision}${who} on all that waits of the request ${target.requestId}`;
    case 'brake':
      return `${decision}${who} on all that the brake holds`;
  }
}

function usersInWords({ request, named }: Extract<Reading, { kind: 'request' }>): string[] {
  const inWords = (user: UserReference): string => `${printable(referenceText(user))} (${kinds[user.kind]})`;
  return named
    ? named.map(({ reference, path }) => `  ${inWords(reference)}, named by ${printable(path)}`)
    : request.users.map((user) => `  ${inWords(user)}`);
}

const NOT_FOUND = 'not found';

function alertInWords(
  { id = NOT_FOUND, severity = NOT_FOUND, createdAt = NOT_FOUND }: Alert,
  time: UncertainTime | undefined,
): string {
  const created = time ? uncertainTimeInWords(time) : createdAt;
  return printable(`  alert: id ${id}; severity ${severity}; created ${created}`);
}

function uncertainTimeInWords(time: UncertainTime): string {
  if (time.kind === 'unknown') return 'at a time that cannot be read';
  return `${time.at.replace(/Z$/, '')} in an unknown time zone`;
}

function skippedInWords(skipped: readonly SkippedAccount[] = []): string[] {
  return skipped.map(({ path, reason }) => `  skipped: ${printable(path)}: ${printable(reason)}`);
}
