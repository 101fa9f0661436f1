import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { API_AUDIENCE, tokenOfPerson } from '../../local/api-token';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { contosoUsers } from '../../local/tenant/contoso';
import type { Fault } from '../../local/tenant/faults';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { containmentSteps } from '../../shared/core/containment-step';
import { eventually } from '../support/eventually';
import { giveItems, intruded, nameOf, raisedAt, stateOf } from '../support/intruded';
import { ONE_QUEUE } from '../support/one-queue';
import type { TopicRecord } from '../support/topic-record';
import { recordTopic } from '../support/topic-record';

type Call = Pick<Fault, 'method' | 'path'>;

/** A user during one of whose writes the process is killed: once while containing and, for some, once while restoring. */
interface Victim {
  readonly name: string;
  /** The write that has no answer when the process is killed. */
  readonly contain: (user: ReturnType<typeof intruded>) => Call;
  /** So many such calls before it are answered. */
  readonly after?: number;
  /** The write has not taken effect. */
  readonly isLost?: true;
  readonly restore?: (user: ReturnType<typeof intruded>) => Call;
}

const victims: readonly Victim[] = [
  // Confirming has its turn about once a second: it comes first, for the first.
  {
    name: 'confirmed',
    contain: () => ({ method: 'POST', path: '/riskyUsers/confirmCompromised' }),
    restore: () => ({ method: 'POST', path: '/riskyUsers/dismiss' }),
  },
  {
    name: 'disabled',
    contain: ({ id: path }) => ({ method: 'PATCH', path }),
    restore: ({ id: path }) => ({ method: 'PATCH', path }),
  },
  {
    name: 'identity',
    contain: (user) => ({ method: 'POST', path: `identity-of-${nameOf(user)}` }),
    restore: (user) => ({ method: 'POST', path: `identity-of-${nameOf(user)}` }),
  },
  { name: 'again', after: 1, contain: ({ id: path }) => ({ method: 'POST', path }) },
  { name: 'key', contain: (user) => ({ method: 'DELETE', path: `key-of-${nameOf(user)}` }) },
  {
    name: 'lostkey',
    isLost: true,
    contain: (user) => ({ method: 'DELETE', path: `key-of-${nameOf(user)}` }),
  },
  {
    name: 'consent',
    contain: (user) => ({ method: 'DELETE', path: `consent-of-${nameOf(user)}` }),
    restore: () => ({ method: 'POST', path: '/oauth2PermissionGrants' }),
  },
  {
    name: 'device',
    contain: (user) => ({ method: 'PATCH', path: `device-of-${nameOf(user)}` }),
    restore: (user) => ({ method: 'PATCH', path: `device-of-${nameOf(user)}` }),
  },
];
const users = victims.map(({ name }, n) => intruded(name, n));
const named = (name: string) => users.find((user) => nameOf(user) === name) ?? intruded(name, 99);
/** Risks are read for five users at a time: so many are confirmed. */
const stepsOf = (restored: Victim['restore']): readonly ContainmentStep[] =>
  containmentSteps.filter((step) => step !== 'confirmCompromised' || restored !== undefined);
const asked = (name: string): string => `request-of-${name}`;

let stack: LocalStack;
let client: ServiceBusClient;
let record: TopicRecord;
/** So many calls Graph had seen when the process was killed. */
const callsAtKill: number[] = [];
let contained: ReadonlyMap<string, ReturnType<typeof stateOf>>;

beforeAll(async () => {
  stack = await startLocalStack({
    projectFolder: join(__dirname, '../..'),
    users: [...users, ...contosoUsers],
    topology: {
      queues: { 'revocation-requests': { lockDurationMs: 3000 }, 'revocation-rejected': {} },
      topics: { 'revocation-results': { subscriptions: { all: {} } } },
    },
  });
  giveItems(stack.tenant, users);
  client = new ServiceBusClient(stack.broker.connectionString);
  record = recordTopic(client, 'revocation-results', 'all');
  let host = await start();
  host = await killAt(
    host,
    victims.map(({ name, contain, after = 0, isLost }) => ({ call: contain(named(name)), after, isLost })),
    sendAlerts,
  );
  await eventually(
    'every step of every user is reported',
    () => victims.every(({ name, restore: of }) => reportOf(asked(name)).size === stepsOf(of).length + 2),
    240_000,
  );
  contained = new Map(users.map((user) => [nameOf(user), stateOf(stack.tenant, user)]));
  const undone = victims.filter(({ restore }) => restore);
  const calls = undone.flatMap(({ name, restore }) => (restore ? [{ call: restore(named(name)) }] : []));
  host = await killAt(host, calls, async (running) => {
    for (const { name } of undone) await restore(running, asked(name));
  });
  await eventually(
    'every restore is reported',
    () => undone.every(({ name }) => restoredOf(name).length > 0),
    180_000,
  );
  await host.kill();
}, 500_000);
afterAll(async () => {
  await client.close();
  await stack.stop();
});

const start = (): Promise<HostProcess> =>
  stack.startHost({
    ...ONE_QUEUE,
    API_AUDIENCE,
    API_AUTHORITY: stack.tenant.authorityHost,
    REVOCATION_POLICY: JSON.stringify({ brake: 'none', containment: { steps: containmentSteps } }),
  });

/** Kills the app when all of these calls wait for their answers, and starts it again. */
async function killAt(
  host: HostProcess,
  calls: readonly { readonly call: Call; readonly after?: number; readonly isLost?: true | undefined }[],
  begin: (running: HostProcess) => Promise<void>,
): Promise<HostProcess> {
  const taken = calls.map(
    ({ call, after = 0, isLost }) =>
      new Promise<void>((resolve) => {
        const answered = { status: 200, body: { value: true } };
        if (after > 0)
          stack.tenant.faults.add({ ...call, times: after, answer: answered, takesEffect: true });
        stack.tenant.faults.add({
          ...call,
          times: 1,
          answer: 'hang',
          takesEffect: !isLost,
          onTaken: resolve,
        });
      }),
  );
  await begin(host);
  await Promise.all(taken);
  await host.kill();
  callsAtKill.push(stack.tenant.calls.length);
  return start();
}

async function sendAlerts(): Promise<void> {
  const messages = victims.map(({ name, restore: restored }) => {
    const alert = { id: asked(name), createdAt: raisedAt() };
    const body = { id: asked(name), user: named(name).userPrincipalName, alert, contain: stepsOf(restored) };
    return { messageId: asked(name), body: Buffer.from(JSON.stringify(body)) };
  });
  await client.createSender('revocation-requests').sendMessages(messages);
}

async function restore(host: HostProcess, requestId: string): Promise<void> {
  const token = await tokenOfPerson(stack.tenant.accessTokens, 'lead@contoso.com');
  const response = await fetch(`${host.http?.origin ?? ''}/api/restore`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ requestId, reason: 'The alert was false' }),
  });
  expect([response.status, await response.text()]).toEqual([202, expect.any(String)]);
}

/** The final answer of each method and step of a containment: in its outcome, or in an event of its own. */
function reportOf(requestId: string): ReadonlyMap<string, readonly string[]> {
  const outcomes = record.resultsOf(requestId).filter(({ subject }) => subject !== 'restored');
  const listed = outcomes.flatMap(({ data }) => data.methods.filter(({ status }) => status !== 'pending'));
  const later = outcomes.flatMap(({ id }) => record.methodEventsOf(id));
  const once = new Map(later.map((event) => [event.id, event.data.method]));
  const all = [...listed, ...once.values()];
  return new Map(
    [...Map.groupBy(all, ({ name }) => name)].map(([name, of]) => [name, of.map(({ status }) => status)]),
  );
}

const restoredOf = (name: string) =>
  record.resultsOf(asked(name)).filter(({ subject }) => subject === 'restored');
/** So often something was deleted: where the deletion had no answer, only what the next process did counts. */
function deletions(item: string, { contain }: Victim): number {
  const { method, path } = contain(named(item.replace(/.*-/, '')));
  const since = method === 'DELETE' && path === item ? (callsAtKill[0] ?? 0) : 0;
  const calls = stack.tenant.calls.slice(since);
  return calls.filter((call) => call.method === 'DELETE' && call.target.includes(item)).length;
}

const TAKEN = {
  signIn: false,
  activeDirectory: false,
  methods: ['app'],
  consents: [],
  device: false,
};
const rows = victims.map((victim) => [victim.name, victim] as const);

describe('a process that is killed during a write of a containment', () => {
  it.each(rows)('leaves no step undone: %s', (name, { restore: of }) =>
    expect(contained.get(name)).toEqual({ ...TAKEN, risk: of ? 'confirmedCompromised' : 'none' }),
  );
  it.each(rows)('leaves each step reported once: %s', (name, { restore: of }) => {
    expect(Object.fromEntries(reportOf(asked(name)))).toEqual({
      graph: ['accepted'],
      revokeAgain: ['accepted'],
      ...Object.fromEntries(stepsOf(of).map((step) => [step, ['contained']])),
    });
    expect(record.resultsOf(asked(name)).filter(({ subject }) => subject !== 'restored')).toHaveLength(1);
  });
  it.each(rows)('deletes nothing twice: %s', (name, victim) => {
    const isHeld = victim.contain(named(name)).method === 'DELETE';
    const held = isHeld && !victim.isLost ? 0 : 1;
    expect(deletions(`key-of-${name}`, victim)).toBe(name === 'consent' ? 1 : held);
    expect(deletions(`consent-of-${name}`, victim)).toBe(name === 'consent' ? held : 1);
  });
});

describe('a process that is killed during a write of a restore', () => {
  const undone = rows.filter(([, { restore: call }]) => call);
  it.each(undone)('leaves nothing away but what is final: %s', (name) =>
    expect(stateOf(stack.tenant, named(name))).toEqual({
      signIn: true,
      risk: 'dismissed',
      activeDirectory: true,
      methods: ['app'],
      consents: ['Mail.Read offline_access'],
      device: true,
    }),
  );
  it.each(undone)('leaves one outcome, with every step: %s', (name) => {
    const [outcome, ...others] = restoredOf(name);
    expect(others).toEqual([]);
    const statuses = Object.fromEntries(
      outcome?.data.methods.map(({ name: of, status }) => [of, status]) ?? [],
    );
    const all = Object.fromEntries(containmentSteps.map((step) => [step, 'restored']));
    expect(statuses).toEqual({ graph: 'accepted', ...all, removeAuthenticationMethods: 'unchanged' });
  });
});
