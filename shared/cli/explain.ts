import type { RevocationRequest } from '../core/request';
import type { UserReference } from '../core/user-reference';
import { referenceText } from '../core/user-reference';
import { fallbackId } from '../intake/message-identity';
import { readMessage } from '../intake/read-message';
import type { Reading } from '../intake/reading';
import type { Terminal } from './terminal';

/** Shows how messages would be read. Nothing is sent and nobody is asked: it needs no network. */
export function explain(
  files: readonly { readonly file: string; readonly body: Uint8Array }[],
  options: { readonly json?: boolean },
  terminal: Terminal,
): void {
  for (const { file, body } of files) {
    const reading = readMessage(body, { fallbackId: fallbackId(body, { origin: {}, attempts: 0 }) });
    if (options.json) terminal.out(JSON.stringify({ file, ...explanation(reading) }));
    else for (const line of inWords(file, reading)) terminal.out(line);
  }
}

interface Explanation {
  readonly result: 'request' | 'nothingToDo' | 'rejected';
  readonly format?: string;
  readonly users: readonly Readonly<Record<string, string>>[];
  readonly alert?: RevocationRequest['alert'];
  readonly reason?: string;
  readonly issues?: readonly { readonly path: string; readonly message: string }[];
}

function explanation(reading: Reading): Explanation {
  switch (reading.kind) {
    case 'request': {
      const { format, users, alert, reason } = reading.request;
      return {
        result: 'request',
        format,
        users: users.map(identity),
        ...(alert && { alert }),
        ...(reason !== undefined && { reason }),
      };
    }
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

function inWords(file: string, reading: Reading): string[] {
  switch (reading.kind) {
    case 'request': {
      const { format, mode, users, confirm } = reading.request;
      const would = mode === 'whatIf' ? 'would preview signing out' : 'would sign out';
      const asking = confirm ? 'asks for a confirmation and ' : '';
      return [
        `${file}: a ${format} request that ${asking}${would}:`,
        ...users.map((user) => `  ${referenceText(user)} (${kinds[user.kind]})`),
      ];
    }
    case 'rejected':
      return [
        `${file}: would be rejected${reading.format === undefined ? '' : ` as a ${reading.format} request`}:`,
        ...reading.issues.map(({ path, message }) => `  ${path}: ${message}`),
      ];
  }
}
