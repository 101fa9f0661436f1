import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';

const projectFolder = join(__dirname, '../..');
let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ projectFolder });
});
afterAll(() => stack.stop());

async function get(
  host: HostProcess,
  path: string,
  key?: string,
): Promise<{ status: number; body: unknown }> {
  const headers: Record<string, string> = key === undefined ? {} : { 'x-functions-key': key };
  const answer = await fetch(`${host.http?.origin ?? ''}${path}`, { headers });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

describe('an app with a wrong configuration', () => {
  it('has only health, which says what is wrong to callers with a key, and logs each problem', async () => {
    const host = await stack.startHost({ TENANT_ID: '', REVOCATION_POLICY: '{"mode":1,"mode":2}' });
    expect(host.output()).toContain('serving health, healthDetails\n');
    expect(await get(host, '/api/health')).toEqual({ status: 503, body: { status: 'unhealthy' } });
    expect((await get(host, '/api/health/details')).status).toBe(401);
    const details = await get(host, '/api/health/details', host.http?.key);
    expect(details).toMatchObject({ status: 503, body: { checks: expect.any(Array) } });
    for (const problem of ['TENANT_ID: is required', 'REVOCATION_POLICY: has mode twice']) {
      expect(JSON.stringify(details.body)).toContain(problem);
      expect(host.output()).toMatch(new RegExp(`Error in the configuration of session-revoker: ${problem}`));
    }
  });
  it('has only health when a connection string is not one, and quotes no part of it', async () => {
    const host = await stack.startHost({ ServiceBusConnection: 'Endpoint=sb://localhost;Shared=secret' });
    const { status, body } = await get(host, '/api/health/details', host.http?.key);
    expect(status).toBe(503);
    expect(JSON.stringify(body)).toContain('ServiceBusConnection, LEDGER_STORAGE');
    expect(host.output() + JSON.stringify(body)).not.toContain('secret');
  });
});

describe('an app with a right configuration', () => {
  it('says anonymous callers only that it is healthy, and details to those with a key', async () => {
    const host = await stack.startHost({});
    expect(await get(host, '/api/health')).toEqual({ status: 200, body: { status: 'healthy' } });
    const { body } = await get(host, '/api/health/details', host.http?.key);
    expect(body).toMatchObject({ status: 'healthy', checks: expect.any(Array) });
  });
});
