import type { RevocationRequest } from '../core/request';
import type { UserReference } from '../core/user-reference';
import { distinctReferences, referenceText } from '../core/user-reference';
import { writeDetail } from '../core/detail';
import { fallbackRequestId } from '../core/ids';
import type { Format } from '../alerts/format';
import { readMessage } from '../alerts/read-message';
import type { DecisionReading, LeftAlone, Reading } from '../alerts/reading';
import { printable } from './printable';
import type { Terminal } from './terminal';

/** Shows how messages would be read. Nothing is sent and nobody is asked: it needs no network. */
export function explain(
  files: readonly { readonly file: string; readonly body: Uint8Array }[],
  { json, formats }: { readonly json?: boolean; readonly formats: readonly Format[] },
  terminal: Terminal,
): void {
  for (const { file, body } of files) {
    const readings = readMessage(body, {
      fallbackId: fallbackRequestId(body, { origin: {} }),
      formats,
    });
    if (json) terminal.out(JSON.stringify({ file, ...explanation(readings) }));
    else for (const line of inWords(file, readings)) terminal.out(line);
  }
}

interface Explanation {
  readonly result: 'request' | 'nothingToDo' | 'rejected';
  readonly format?: string;
  readonly users: readonly Readonly<Record<string, string>>[];
  readonly alert?: RevocationRequest['alert'];
  readonly reason?: string;
  readonly issues?: readonly { readonly path: string; readonly message: string }[];
  readonly leftAlone?: readonly LeftAlone[];
  /** Of a batch; what stillValid above is of all of them together. */
  readonly items?: readonly Explanation[];
}

function explanation(readings: readonly [Reading, ...Reading[]]): Explanation {
  const [one, ...others] = readings;
  if (others.length === 0) return explanationOf(one);
  const items = readings.map(explanationOf);
  const result = (['request', 'rejected'] as const).find((one) => items.some((item) => item.result === one));
  const users = distinctReferences(
    readings.flatMap((reading) => (reading.kind === 'request' ? reading.request.users : [])),
  ).map(identity);
  return { result: result ?? 'nothingToDo', users, items };
}

function explanationOf(reading: Reading): Explanation {
  switch (reading.kind) {
    case 'request': {
      const { request, leftAlone } = reading;
      const { format, users, alert, reason } = request;
      return {
        result: 'request',
        format,
        users: users.map(identity),
        ...(alert && { alert }),
        ...(reason !== undefined && { reason }),
        ...(leftAlone && { leftAlone }),
      };
    }
    case 'nothingToDo': {
      const { format, alert, detail, leftAlone } = reading;
      return { result: 'nothingToDo', format, users: [], alert, reason: writeDetail(detail), leftAlone };
    }
    case 'decision':
      return { result: 'nothingToDo', format: 'decision', users: [], reason: decisionInWords(reading) };
    case 'rejected': {
      const { format, issues } = reading;
      const reason = issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
      return { result: 'rejected', ...(format !== undefined && { format }), users: [], reason, issues };
    }
  }
}

function identity({ kind: _kind, ...names }: UserReference): Readonly<Record<string, string>> {
  return { ...names };
}

const kinds: Readonly<Record<UserReference['kind'], string>> = {
  id: 'object id',
  userPrincipalName: 'user principal name',
  sid: 'security identifier, to be looked up',
  samAccountName: 'account name, to be looked up',
};

function inWords(file: string, readings: readonly Reading[]): string[] {
  return readings.flatMap((reading, n) =>
    readingInWords(readings.length === 1 ? file : `${file}, item ${String(n + 1)}`, reading),
  );
}

function readingInWords(name: string, reading: Reading): string[] {
  switch (reading.kind) {
    case 'request': {
      const { format, mode, confirm } = reading.request;
      const would = mode === 'whatIf' ? 'would preview signing out' : 'would sign out';
      const asking = confirm ? 'asks for a confirmation and ' : '';
      const what = reading.named ? `an alert (${format})` : `a ${format} request`;
      return [
        `${name}: ${what} that ${asking}${would}:`,
        ...usersInWords(reading),
        ...leftAloneInWords(reading.leftAlone),
      ];
    }
    case 'nothingToDo':
      return [
        `${name}: an alert (${reading.format}) that asks for nobody to be signed out: ${writeDetail(reading.detail)}`,
        ...leftAloneInWords(reading.leftAlone),
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

function decisionInWords({ target, decision, by }: DecisionReading): string {
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

function leftAloneInWords(leftAlone: readonly LeftAlone[] = []): string[] {
  return leftAlone.map(({ path, because }) => `  left alone: ${printable(path)}: ${because}`);
}
