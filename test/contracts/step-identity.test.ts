import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectHome } from '../../functions/connect-home';
import { managedIdentity } from '../../shared/adapters/connections/managed-identity';
import { inMemoryTickets } from '../../shared/adapters/ledger/in-memory-tickets';
import { readAppConfig } from '../../shared/config/read-environment';
import { failure } from '../../local/tenant/graph-api';
import type { Tenant } from '../../local/tenant/tenant';
import { TENANT_ID, aUser } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { tenantOfSteps } from './identity-step-sides';

const CALL = { mayCall: () => true, share: [], note: () => Promise.resolve(true) };
const TARGET = { user: aUser(), noted: [] };
const throttled = failure(429, 'TooManyRequests', '', { 'Retry-After': '600' });

let tenant: Tenant;
beforeAll(async () => {
  tenant = await tenantOfSteps();
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.faults.clear());

function home(settings: Readonly<Record<string, string>> = {}) {
  const read = readAppConfig(
    {
      ServiceBusConnection: 'Endpoint=sb://localhost;SharedAccessKeyName=a;SharedAccessKey=b',
      LEDGER_STORAGE: 'memory',
      TENANT_ID,
      AZURE_CLIENT_ID: 'app',
      GRAPH_ENDPOINT: tenant.graphEndpoint,
      ...settings,
    },
    __dirname,
  );
  if (read.kind === 'invalid') throw new Error(read.problems.join('\n'));
  const { containmentMethods, ...access } = connectHome(read.value, managedIdentity('app'), {
    clock: fixedClock(),
    random: () => 0,
    newId: () => 'instance-1',
    tickets: inMemoryTickets(),
  });
  const { disableSignIn, confirmCompromised } = containmentMethods;
  if (!disableSignIn || !confirmCompromised) throw new Error('The steps are not there.');
  return { ...access, disableSignIn, confirmCompromised };
}

/** The identities whose tokens the calls of some work had. */
async function identitiesOf(work: () => Promise<unknown>): Promise<readonly unknown[]> {
  const before = tenant.calls.length;
  await work();
  const tokens = tenant.calls
    .slice(before)
    .map(({ headers }) => headers['authorization']?.split('.')[1] ?? '');
  const appIds = tokens.map((payload) => {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Readonly<
      Record<string, string>
    >;
    return claims['appid'];
  });
  return [...new Set(appIds)];
}

describe('the calls of the steps of a containment', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['are made by the identity of the app', {}, 'app'],
    [
      'are made by an identity of their own, where it is configured',
      { CONTAINMENT_CLIENT_ID: 'steps' },
      'steps',
    ],
  ])('%s', async (_rule, settings, identity) => {
    const { disableSignIn, confirmCompromised, revokers } = home(settings);
    expect(await identitiesOf(() => disableSignIn.contain(TARGET, CALL))).toEqual([identity]);
    expect(await identitiesOf(() => confirmCompromised.contain(TARGET, CALL))).toEqual([identity]);
    expect(await identitiesOf(() => revokers.graph.revoke(aUser(), CALL))).toEqual(['app']);
  });
  it('go at the pace of revocations where they are calls of the directory, whatever their identity is', async () => {
    const { disableSignIn, revokers } = home({ CONTAINMENT_CLIENT_ID: 'steps' });
    for (const user of tenant.directory.users) user.accountEnabled = true;
    tenant.faults.add({ method: 'PATCH', answer: throttled, times: 1 });
    expect(await disableSignIn.contain(TARGET, CALL)).toMatchObject({ failure: { kind: 'throttled' } });
    expect(revokers.graph.pausedForMs()).toBeGreaterThan(0);
  });
  it('do not pause revocations where the API has a limit of its own', async () => {
    const { confirmCompromised, revokers } = home();
    tenant.directory.items.risks = [];
    tenant.faults.add({ path: 'riskyUsers', answer: throttled, times: 1 });
    await confirmCompromised.contain(TARGET, CALL);
    expect(revokers.graph.pausedForMs()).toBe(0);
  });
});
