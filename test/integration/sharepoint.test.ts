import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { serviceBusResultsSubscription } from '../../shared/adapters/service-bus/service-bus-results-subscription';
import { systemClock } from '../../shared/adapters/system-clock';
import type { Result } from '../../shared/messages/result-schema';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { AdminAnswer } from '../../local/sharepoint/answers';
import { adminAnswers } from '../../local/sharepoint/answers';
import { bundledCli } from '../support/bundled-cli';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';
import { eventually } from '../support/eventually';
import { runProgram } from '../support/run-program';
import type { TopicRecord } from '../support/topic-record';
import { recordTopic } from '../support/topic-record';

const projectFolder = join(__dirname, '../..');
/** Each case has a user of its own. */
const cases: readonly (readonly [string, AdminAnswer, string, string])[] = [
  ['state 4', adminAnswers.instantaneousSuccess, 'signedOut', 'signedOut'],
  ['state 4 in the verbose form', adminAnswers.verbose, 'signedOut', 'signedOut'],
  ['state 3', adminAnswers.nonInstantaneousSuccess, 'signOutPending', 'signOutPending'],
  ['state 2', adminAnswers.failure, 'signOutPending', 'failed'],
  ['state 1', adminAnswers.userNotFound, 'signOutPending', 'userNotFound'],
  ['state 0', adminAnswers.featureDisabled, 'signOutPending', 'notEnabled'],
  ['state 7', adminAnswers.unknownState, 'signOutPending', 'failed'],
  ['HTML', adminAnswers.html, 'signOutPending', 'failed'],
  ['a redirection', adminAnswers.redirect, 'signOutPending', 'failed'],
  ['404', adminAnswers.notFound, 'signOutPending', 'failed'],
  ['no answer', adminAnswers.hang, 'signOutPending', 'pending'],
  ['503', adminAnswers.unavailable, 'signOutPending', 'pending'],
];
const users = cases.map((_case, n) => ({
  id: `0a1b8f6e-3c52-4f0e-8a41-0000000001${String(n).padStart(2, '0')}`,
  userPrincipalName: `case${String(n)}@contoso.com`,
}));
const nameOf = (n: number): string => users[n]?.userPrincipalName ?? '';
const HANGING = cases.findIndex(([what]) => what === 'no answer');

let stack: LocalStack;
let client: ServiceBusClient;
let talk: Conversation;
let record: TopicRecord;
const outcomes = new Map<number, Result | undefined>();

beforeAll(async () => {
  stack = await startLocalStack({
    projectFolder,
    users,
    sharePoint: Object.fromEntries(cases.map(([, answer], n) => [nameOf(n), answer])),
  });
  await stack.startHost();
  client = new ServiceBusClient(stack.broker.connectionString);
  talk = conversation(client);
  record = recordTopic(client, 'revocation-results', 'console');
  for (const n of users.keys()) outcomes.set(n, (await talk.ask({ user: nameOf(n) }))[0]);
}, 120_000);
afterAll(async () => {
  await talk.close();
  await stack.stop();
}, 60_000);

describe('an outcome while SharePoint answers', () => {
  it.each(cases.map(([what, , status, method], n) => [what, status, method, n] as const))(
    '%s is %s, with the method %s',
    (_what, status, method, n) => {
      const data = outcomes.get(n)?.data;
      expect(data).toMatchObject({
        status,
        verified: true,
        methods: [
          { name: 'graph', status: 'accepted', attempts: 1 },
          { name: 'sharePoint', status: method },
        ],
      });
      const revoked = stack.tenant.directory.revocations.filter(({ userId }) => userId === users[n]?.id);
      expect(revoked).toHaveLength(1);
    },
  );
  it('comes two seconds after Graph at the latest', () => {
    const { revokedAt = '', completedAt = '' } = outcomes.get(HANGING)?.data ?? {};
    const waitedMs = Date.parse(completedAt) - Date.parse(revokedAt);
    expect(waitedMs).toBeGreaterThanOrEqual(1900);
    // The proof is read in between, on a machine that may be busy.
    expect(waitedMs).toBeLessThan(4000);
  });
});

describe('the token of one audience', () => {
  it('never reaches the other host', () => {
    const { adminHost, tenant } = stack;
    const tokensOf = (calls: readonly { readonly headers: Readonly<Record<string, string | undefined>> }[]) =>
      new Set(calls.map(({ headers }) => headers['authorization']));
    const [sharePoint, graph] = [tokensOf(adminHost.calls), tokensOf(tenant.calls)];
    expect([...sharePoint].filter((token) => graph.has(token))).toEqual([]);
    for (const token of sharePoint) expect(tenant.tokens.judge(token, adminHost.adminUrl)).toBe('valid');
    for (const token of graph) expect(tenant.tokens.judge(token, tenant.graphEndpoint)).toBe('valid');
    const clients = new Set([...sharePoint].map((token = '') => claimsOf(token).appid));
    expect(clients).toEqual(new Set(['sharepoint']));
  });
});

describe('a method that is pending', () => {
  it('is reported by an event of its own, which nobody takes for an outcome', async () => {
    const outcome = outcomes.get(HANGING);
    const requestId = outcome?.data.requestId ?? '';
    stack.adminHost.answer(nameOf(HANGING), adminAnswers.instantaneousSuccess);
    const late = (): unknown[] => record.methodEventsOf(outcome?.id ?? '');
    await eventually('the event of the method', () => late().length > 0, 60_000);
    expect(late()).toMatchObject([
      { data: { requestId, method: { name: 'sharePoint', status: 'signedOut' } } },
    ]);
    const watched = { topic: 'revocation-results', subscription: 'cli' };
    const subscription = serviceBusResultsSubscription(client, watched, systemClock);
    const seen: Result[] = [];
    for await (const result of subscription.outcomes([requestId], 1000)) seen.push(result);
    expect(seen.map(({ id }) => id)).toEqual([outcome?.id]);
  }, 90_000);
});

describe('session-revoker', () => {
  it('waits for the outcome alone, and prints it', async () => {
    const args = [bundledCli, 'revoke', '--no-confirm', '--wait', '--user', nameOf(0)];
    const { code, out } = await runProgram(args, stack.environment);
    expect(out).toMatch(/^signedOut: We successfully signed out case0@contoso\.com from all devices\./m);
    expect(code).toBe(0);
  }, 30_000);
});

function claimsOf(authorization: string): { readonly appid?: unknown } {
  const [, payload = ''] = authorization.split('.');
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  return typeof claims === 'object' && claims !== null ? claims : {};
}
