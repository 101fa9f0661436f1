import type { RevocationRequest } from '../core/request';
import type { UserReference } from '../core/user-reference';
import { distinctReferences, referenceText } from '../core/user-reference';
import { fallbackId } from '../messages/message-identity';
import type { Format } from '../alerts/format';
import { readMessage } from '../alerts/read-message';
import type { SkippedAccount, Reading } from '../alerts/reading';
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
      fallbackId: fallbackId(body, { origin: {}, attempts: 0 }),
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
  readonly skipped?: readonly SkippedAccount[];
  /** Of a batch; what stands above is of all of them together. */
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
      const { request, skipped } = reading;
      const { format, users, alert, reason } = request;
      return {
        result: 'request',
        format,
        users: users.map(identity),
        ...(alert && { alert }),
        ...(reason !== undefined && { reason }),
        ...(skipped && { skipped }),
      };
    }
    case 'nothingToDo': {
      const { format, alert, reason, skipped } = reading;
      return { result: 'nothingToDo', format, users: [], alert, reason, skipped };
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
        ...skippedInWords(reading.skipped),
      ];
    }
    case 'nothingToDo':
      return [
        `${name}: an alert (${reading.format}) that asks for nobody to be signed out: ${reading.reason}`,
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

function decisionInWords({ on, decision, by }: Extract<Reading, { kind: 'decision' }>): string {
  const who = by === '' ? '' : ` by ${by}`;
  switch (on.kind) {
    case 'one':
      return `${decision}${who} on the confirmation ${on.confirmation}`;
    case 'request':
      return `${decision}${who} on all that waits of the request ${on.requestId}`;
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

function skippedInWords(skipped: readonly SkippedAccount[] = []): string[] {
  return skipped.map(({ path, reason }) => `  skipped: ${printable(path)}: ${reason}`);
}
