import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import { API_AUDIENCE, tokenOfPerson } from '../../local/api-token';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { idOf, revocationsOf } from '../support/contoso-users';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';

const USER = 'blake@contoso.com';
const LOOK_EVERY_MS = 500;
const MAX_LOOKS = 20;

let stack: LocalStack;
let host: HostProcess;
let talk: Conversation;
let analyst: string;
let approver: string;

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder: join(__dirname, '../..') });
  const { tenant } = stack;
  host = await stack.startHost({ API_AUDIENCE, API_AUTHORITY: tenant.authorityHost });
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
  analyst = await tokenOfPerson(tenant.accessTokens, 'soc@contoso.com', [
    'Revocation.Read',
    'Revocation.Request',
  ]);
  approver = await tokenOfPerson(tenant.accessTokens, 'lead@contoso.com', ['Revocation.Approve']);
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
});

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

async function call(
  path: string,
  {
    token,
    body,
    method = body === undefined ? 'GET' : 'POST',
    headers = {},
  }: {
    readonly token?: string;
    readonly body?: unknown;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<Answered> {
  const response = await fetch(`${host.http?.origin ?? ''}/api/${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const { status, headers: answered } = response;
  return { status, headers: answered, body: JSON.parse(text || '{}') as Record<string, unknown> };
}

/** A list that has so many outcomes: they are noted beside the path of messages, within a second or so. */
async function listed(path: string, count: number): Promise<Answered> {
  for (let calls = 1; ; calls++) {
    const answer = await call(path, { token: analyst });
    if ((answer.body['value'] as readonly unknown[]).length >= count || calls === MAX_LOOKS) return answer;
    await sleep(LOOK_EVERY_MS);
  }
}

describe('the API of the packaged app', () => {
  it('takes a request, has it approved by another person, and shows what became of it', async () => {
    const before = revocationsOf(stack.tenant, USER);
    const request = { user: USER, confirm: true, reason: 'Token theft' };
    const accepted = await call('requests', { token: analyst, body: request });
    expect(accepted).toMatchObject({ status: 202, body: { id: expect.any(String) } });
    const id = String(accepted.body['id']);
    await talk.answers(id, 1);

    const list = await call('approvals', { token: approver });
    const [waits] = list.body['value'] as { id: string; digest: string; requestId: string }[];
    expect(waits).toMatchObject({ requestId: id, requestedBy: 'soc@contoso.com' });
    const decision = `approvals/${waits?.id ?? ''}`;
    const approve = { decision: 'approve', digest: waits?.digest };
    expect(await call(decision, { token: analyst, body: approve })).toMatchObject({ status: 403 });
    expect(await call(decision, { token: approver, body: approve })).toMatchObject({
      status: 200,
      body: { by: 'lead@contoso.com', byProven: true },
    });
    const [, outcome] = await talk.answers(id, 2);
    expect(outcome?.data).toMatchObject({
      status: 'signOutPending',
      receivedBy: `entra:${idOf('soc@contoso.com')}`,
      confirmation: { by: 'lead@contoso.com', byProven: true },
    });
    expect(revocationsOf(stack.tenant, USER)).toBe(before + 1);

    const statuses = ['signOutPending', 'awaitingConfirmation'].map((status) => ({ status }));
    const all = await listed(`requests/${id}`, statuses.length);
    expect(all).toMatchObject({ body: { value: statuses } });
    const history = await listed(`users/${encodeURIComponent(USER)}/history`, statuses.length);
    expect(history).toMatchObject({ status: 200, body: { user: { id: idOf(USER) }, value: statuses } });
  });
  it('previews by its own policy and directory, and changes nothing', async () => {
    const before = revocationsOf(stack.tenant, USER);
    expect(await call('preview', { token: analyst, body: { user: USER } })).toMatchObject({
      status: 200,
      body: { value: [{ status: 'whatIf', predicted: 'signOutPending' }] },
    });
    expect(revocationsOf(stack.tenant, USER)).toBe(before);
  });
  it('asks for a token in place of a key, and answers no preflight', async () => {
    const key = { 'x-functions-key': host.http?.key ?? '' };
    const refused = await call('health/details', { headers: key });
    expect(refused).toMatchObject({ status: 401, body: { status: 401 } });
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect(await call('health/details', { token: analyst })).toMatchObject({ body: { status: 'healthy' } });
    const preflight = await call('approvals', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example' },
    });
    expect(preflight.status).toBe(404);
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });
});

it('an app without API_AUDIENCE has none of it', async () => {
  const other = await stack.startHost();
  expect(other.functionNames).not.toContain('createRequest');
  const origin = other.http?.origin ?? '';
  const headers = { authorization: `Bearer ${approver}` };
  expect((await fetch(`${origin}/api/approvals`, { headers })).status).toBe(404);
  const key = { 'x-functions-key': other.http?.key ?? '' };
  expect((await fetch(`${origin}/api/health/details`, { headers: key })).status).toBe(200);
});
