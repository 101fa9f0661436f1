import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { ledgerTable } from '../../shared/adapters/connections/ledger-table';
import { tableLedger } from '../../shared/adapters/ledger/table-ledger';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { CONTOSO_TENANT_ID } from '../../local/tenant/contoso';
import { idOf } from '../support/contoso-users';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';
import { eventually } from '../support/eventually';

const BREAK_GLASS = 'break-glass@contoso.com';
const RENAMED = 'svc-backup-7@contoso.com';
const HOMOGLYPH = 'av\u0435ry@contoso.com';
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

const policy = {
  protected: { users: [BREAK_GLASS, HOMOGLYPH], roles: ['Global Administrator'] },
};
const settings = { REVOCATION_POLICY: JSON.stringify(policy) };

let stack: LocalStack;
let host: HostProcess;
let talk: Conversation;

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder: join(__dirname, '../..') });
  stack.tenant.directory.eligibleRoles.push({
    principalId: idOf('quinn@contoso.com'),
    roleDefinitionId: GLOBAL_ADMINISTRATOR,
  });
  host = await stack.startHost(settings);
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
});

/** Resolves once the app has recorded what each entry of the policy leads to. */
async function resolved(): Promise<void> {
  const connectionString = stack.environment['LEDGER_STORAGE'] ?? '';
  const table = ledgerTable({ kind: 'connectionString', connectionString }, () => {
    throw new Error('A connection string needs no credential.');
  });
  const { protectedEntries } = tableLedger(table);
  let count = 0;
  const look = setInterval(
    () => void protectedEntries.read(CONTOSO_TENANT_ID).then(({ length }) => (count = length)),
    100,
  );
  try {
    await eventually('every entry to be resolved', () => count === 3);
  } finally {
    clearInterval(look);
  }
}

const statusOf = async (body: object): Promise<string | undefined> => (await talk.ask(body))[0]?.data.status;

describe('the packaged app', () => {
  it('resolves protected accounts at start, and does not sign one out that is renamed afterwards', async () => {
    await resolved();
    stack.tenant.directory.rename(BREAK_GLASS, RENAMED);
    expect(await statusOf({ user: RENAMED })).toBe('protected');
    expect(await statusOf({ user: idOf(BREAK_GLASS) })).toBe('protected');
  });
  it('logs an error for a look-alike, reports it as unhealthy, and signs out other users', async () => {
    const problem = /protected\.users\[1\].*mixes Latin letters with those of another script \(U\+0435\)/;
    expect(host.output()).toMatch(problem);
    const response = await fetch(`${host.http?.origin ?? ''}/api/health`);
    expect(response.status).toBe(503);
    await response.arrayBuffer();
    expect(await statusOf({ user: 'avery@contoso.com' })).toBe('signOutPending');
  });
  it('does not sign it out after a restart either, though the new process cannot find it by its name', async () => {
    await host.kill();
    host = await stack.startHost(settings);
    expect(await statusOf({ user: RENAMED, alert: { id: 'a-1', severity: 'critical' } })).toBe('protected');
  });
  it('does not sign out a user who may activate a protected role', async () =>
    expect(await statusOf({ user: 'quinn@contoso.com' })).toBe('protected'));
});
