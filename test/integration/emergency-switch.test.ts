import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { bundledCli } from '../support/bundled-cli';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';
import { eventually } from '../support/eventually';
import { runProgram } from '../support/run-program';

const projectFolder = join(__dirname, '../..');
let stack: LocalStack;
let hosts: readonly HostProcess[];
let talk: Conversation;

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder });
  hosts = await Promise.all([stack.startHost(), stack.startHost()]);
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
});

const run = (...args: string[]) => runProgram([bundledCli, ...args], stack.environment);
const revoked = (): number => stack.tenant.directory.revocations.length;
/** Asks for a user until the outcome has the status: each process remembers the switch for some seconds. */
async function until(status: string, user: string): Promise<void> {
  for (;;) {
    const [outcome] = await talk.ask({ user });
    if (outcome?.data.status === status) return;
    await sleep(500);
  }
}

describe('the emergency stop of the packaged app, of which two instances run', () => {
  it('was never used at first: requests are carried out', async () => {
    expect((await talk.ask({ user: 'avery@contoso.com' }))[0]?.data.status).toBe('signOutPending');
    expect((await run('doctor')).out).toMatch(/ok +emergency switch +It stops nothing, and was never used\./);
  });
  it('ends every request notEnabled after session-revoker stop, and is published once', async () => {
    const { LEDGER_STORAGE = '' } = stack.environment;
    const stopped = await runProgram(
      [bundledCli, 'stop', '--direct', '--reason', 'The SIEM is wrong.', '--by', 'lead@contoso.com'],
      // Where the ledger is does to stop: what is wrong in other settings must not prevent it.
      { LEDGER_STORAGE, REVOCATION_POLICY: 'not JSON' },
    );
    expect(stopped).toMatchObject({ code: 0, error: '' });
    await until('notEnabled', 'blake@contoso.com');
    await Promise.all(hosts.map((host) => host.runTimer('watchSwitch')));
    const before = revoked();
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => talk.ask({ users: ['avery@contoso.com', 'blake@contoso.com'] }, 2)),
    );
    for (const { data } of outcomes.flat()) {
      expect(data.status).toBe('notEnabled');
      expect(data.detail).toMatch(
        /^All revocations were stopped at \S+Z by lead@contoso.com: The SIEM is wrong\.$/,
      );
    }
    expect(revoked()).toBe(before);
    expect(talk.serviceEvents()).toMatchObject([
      {
        subject: 'stopped',
        data: { state: 'stopped', by: 'lead@contoso.com', reason: 'The SIEM is wrong.' },
      },
    ]);
  });
  it('is a warning of the health of the app, which stays healthy', async () => {
    expect((await run('doctor')).out).toMatch(/WARNING +emergency switch +All revocations were stopped at/);
    const { origin = '', key = '' } = hosts[0]?.http ?? {};
    const response = await fetch(`${origin}/api/health/details?code=${key}`);
    expect(await response.json()).toMatchObject({
      status: 'healthy',
      checks: expect.arrayContaining([
        expect.objectContaining({ name: 'emergency switch', status: 'warning' }),
      ]),
    });
  });
  it('holds in a process that starts afterwards, from its first message on', async () => {
    await Promise.all(hosts.map((host) => host.stop()));
    hosts = [await stack.startHost({ REVOCATION_ENABLED: 'true', REVOCATION_MODE: 'revoke' })];
    expect((await talk.ask({ user: 'avery@contoso.com' }))[0]?.data.status).toBe('notEnabled');
  });
  it('is shown by a preview of the command line', async () => {
    const preview = await runProgram(
      [bundledCli, 'what-if', '-'],
      stack.environment,
      '{"user":"avery@contoso.com"}',
    );
    expect(preview.out).toMatch(/notEnabled/);
  });
  it('ends with session-revoker resume, which is published as well', async () => {
    expect(await run('resume', '--reason', 'Corrected.')).toMatchObject({ code: 2 });
    const resumed = await run('resume', '--reason', 'Corrected.', '--by', 'lead@contoso.com', '--no-confirm');
    expect(resumed).toMatchObject({ code: 0, error: '' });
    // The brake holds a user who was asked for too often before the processes knew of the stop.
    await until('signOutPending', 'casey@contoso.com');
    await eventually('the event of the resumption', () => talk.serviceEvents().length === 2);
    expect(talk.serviceEvents().map(({ subject }) => subject)).toEqual(['stopped', 'running']);
  });
});
