import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TokenCredential } from '@azure/core-auth';
import type { GraphClientOptions } from '../../shared/adapters/graph/graph-client';
import { DEFAULT_BUDGET, graphClient } from '../../shared/adapters/graph/graph-client';
import { graphDirectory } from '../../shared/adapters/graph/graph-directory';
import { graphRevoker } from '../../shared/adapters/graph/graph-revoker';
import { detail } from '../../shared/core/detail';
import { isTransient } from '../../shared/core/retry-later';
import type { RevocationAnswer } from '../../shared/core/revocation';
import type { Directory } from '../../shared/ports/directory';
import type { Fault } from '../../local/tenant/faults';
import { failure } from '../../local/tenant/graph-api';
import type { Tenant } from '../../local/tenant/tenant';
import { AVERY_ID, aUser } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { graphOptions, loopbackTenant } from '../support/loopback-tenant';

let tenant: Tenant;
let clock: ReturnType<typeof fixedClock>;
beforeAll(async () => {
  tenant = await loopbackTenant();
});
afterAll(() => tenant.stop());
beforeEach(() => {
  clock = fixedClock();
  tenant.faults.clear();
});

const find = (): ReturnType<Directory['find']> =>
  graphDirectory(graphClient(graphOptions(tenant, clock))).find({ kind: 'id', id: AVERY_ID });

function revoke(changes: Partial<GraphClientOptions> = {}): Promise<RevocationAnswer> {
  const options = { ...graphOptions(tenant, clock), ...changes };
  return graphRevoker(graphClient(options), options.pace.writes, clock).revoke(aUser(), {
    mayCall: () => true,
    share: [],
  });
}

function post(answer: Fault['answer'], times = 1): void {
  tenant.faults.add({ method: 'POST', times, answer });
}

describe('a token that does not come', () => {
  it('does not hold a call for longer than an attempt may take', async () => {
    const budget = { ...DEFAULT_BUDGET, attempts: 1, attemptMs: 50 };
    const credential = { getToken: () => new Promise<never>(() => undefined) };
    expect(await revoke({ budget, credential })).toMatchObject({ failure: { kind: 'unavailable' } });
  });
});

describe('the token', () => {
  it('is fetched once for many calls', async () => {
    await find();
    const asked = tenant.tokens.requests;
    const graph = graphClient(graphOptions(tenant, clock));
    await Promise.all([1, 2, 3, 4].map(() => graphDirectory(graph).find({ kind: 'id', id: AVERY_ID })));
    expect(tenant.tokens.requests).toBe(asked);
  });
  it('is renewed when Graph answers with a claims challenge, and the call then succeeds', async () => {
    await find();
    tenant.tokens.revokeAll();
    const before = tenant.calls.length;
    expect(await revoke()).toMatchObject({ kind: 'accepted', attempts: 1 });
    expect(tenant.calls.length - before).toBe(2);
    expect(new Set(tenant.calls.slice(before).map(({ headers }) => headers['authorization'])).size).toBe(2);
    expect(await find()).toMatchObject({ kind: 'found' });
  });
  it('is denied three times in a row before the call succeeds, each time another one', async () => {
    await find();
    post(failure(401, 'InvalidAuthenticationToken', ''), 3);
    const [before, asked] = [tenant.calls.length, tenant.tokens.requests];
    expect(await revoke()).toMatchObject({ kind: 'accepted', attempts: 4 });
    expect(clock.slept).toEqual([250, 500, 1000]);
    expect(tenant.calls.length - before).toBe(4);
    // One for each token that was denied.
    expect(tenant.tokens.requests - asked).toBe(3);
  });
  it('that is denied for longer is a failure that may pass', async () => {
    post(failure(401, 'InvalidAuthenticationToken', ''), 99);
    const answer = await revoke();
    expect(answer).toMatchObject({ kind: 'failed', attempts: 6, failure: { kind: 'unauthorized' } });
    expect(answer.kind === 'failed' && isTransient(answer.failure)).toBe(true);
  });
  it('that cannot be renewed is tried again as it is', async () => {
    const credential: TokenCredential = {
      getToken: (_scopes, { claims } = {}) =>
        claims === undefined
          ? Promise.resolve({ token: 'denied', expiresOnTimestamp: Date.now() + 3_600_000 })
          : Promise.reject(new Error('This credential does not take claims.')),
    };
    expect(await revoke({ credential })).toMatchObject({ attempts: 6, failure: { kind: 'unauthorized' } });
  });
  it('is renewed once at each attempt, and no more', async () => {
    const challenge = failure(401, 'InvalidAuthenticationToken', '', {
      'WWW-Authenticate': 'Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ=="',
    });
    post(challenge, 99);
    const before = tenant.calls.length;
    expect(await revoke()).toMatchObject({ kind: 'failed', failure: { kind: 'unauthorized' } });
    expect(tenant.calls.length - before).toBe(2 * 6);
  });
  it('when there is none, is a failure that is tried again and named, without the message of the error', async () => {
    const error = Object.assign(new Error('secret detail'), { name: 'CredentialUnavailableError' });
    expect(await revoke({ credential: { getToken: () => Promise.reject(error) } })).toMatchObject({
      kind: 'failed',
      attempts: 6,
      failure: { kind: 'noToken', detail: detail('noToken', { reason: 'CredentialUnavailableError' }) },
    });
  });
});
