import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { REFRESH_AFTER_MS } from '../../shared/adapters/remembered-token-lifetimes';
import { graphTokenLifetimes } from '../../shared/adapters/graph/graph-token-lifetimes';
import { unknownTokenLife } from '../../shared/core/token-life';
import type { TokenLifetimes } from '../../shared/ports/token-lifetimes';
import type { Fault } from '../../local/tenant/faults';
import { failure } from '../../local/tenant/graph-api';
import { POLICIES_PER_PAGE } from '../../local/tenant/graph-policies';
import type { Tenant } from '../../local/tenant/tenant';
import { fixedClock } from '../support/fixed-clock';
import { graphOptions, loopbackTenant } from '../support/loopback-tenant';
import { inMemoryTokenLifetimes } from '../twins/in-memory-token-lifetimes';

const HOUR = 3_600_000;
const definition = (life: string): string =>
  `{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"${life}"}}`;

interface Side {
  readonly lifetimes: TokenLifetimes;
  readonly clock: ReturnType<typeof fixedClock>;
  /** Gives the tenant policies with these definitions. */
  readonly put: (...definitions: readonly string[]) => void;
  /** Takes the permission to read them away. */
  readonly deny: () => void;
}

let tenant: Tenant;
beforeAll(async () => {
  tenant = await loopbackTenant();
});
afterAll(() => tenant.stop());

function graphSide(): Side {
  tenant.faults.clear();
  tenant.directory.tokenLifetimePolicies.length = 0;
  const clock = fixedClock();
  const { pace: _pace, ...options } = graphOptions(tenant, clock);
  return {
    lifetimes: graphTokenLifetimes(options),
    clock,
    put: (...definitions) => {
      const policies = definitions.map((text, n) => ({ id: String(n), definition: [text] }));
      tenant.directory.tokenLifetimePolicies.splice(0, Infinity, ...policies);
    },
    deny: () => answering(failure(403, 'Authorization_RequestDenied', '')),
  };
}

function twinSide(): Side {
  const clock = fixedClock();
  const lifetimes = inMemoryTokenLifetimes(clock);
  return {
    lifetimes,
    clock,
    put: (...definitions) => void lifetimes.definitions.splice(0, Infinity, ...definitions),
    deny: () => {
      lifetimes.answer = unknownTokenLife('notGranted');
    },
  };
}

const answering = (answer: Fault['answer'], times = 99): void =>
  tenant.faults.add({ method: 'GET', path: 'tokenLifetimePolicies', times, answer });

describe.each([
  ['the in-memory twin', twinSide],
  ['Microsoft Graph', graphSide],
])('the token lifetimes of %s', (_name, start) => {
  it('are not known before they are read', () =>
    expect(start().lifetimes.known()).toEqual(unknownTokenLife('notRead')));
  it('are none in a tenant without policies', async () => {
    const { lifetimes } = start();
    await lifetimes.refresh();
    expect(lifetimes.known()).toEqual({ kind: 'known', longestMs: undefined });
  });
  it('are the longest of all policies, on whatever page', async () => {
    const { lifetimes, put } = start();
    const short = Array.from({ length: 2 * POLICIES_PER_PAGE }, () => definition('00:30:00'));
    put(...short, definition('08:00:00'));
    await lifetimes.refresh();
    expect(lifetimes.known()).toEqual({ kind: 'known', longestMs: 8 * HOUR });
  });
  it('are read again after some minutes', async () => {
    const { lifetimes, put, clock } = start();
    await lifetimes.refresh();
    put(definition('1.00:00:00'));
    await lifetimes.refresh();
    expect(lifetimes.known()).toEqual({ kind: 'known', longestMs: undefined });
    clock.advance(REFRESH_AFTER_MS);
    await lifetimes.refresh();
    expect(lifetimes.known()).toEqual({ kind: 'known', longestMs: 24 * HOUR });
  });
  it('are unknown where a definition cannot be read', async () => {
    const { lifetimes, put } = start();
    put(definition('04:00:00'), definition('long'));
    await lifetimes.refresh();
    expect(lifetimes.known()).toEqual({ kind: 'unknown', reason: 'notUnderstood', longestMs: 4 * HOUR });
  });
  it('are unknown without the permission', async () => {
    const { lifetimes, put, deny } = start();
    put(definition('04:00:00'));
    deny();
    await lifetimes.refresh();
    expect(lifetimes.known()).toEqual(unknownTokenLife('notGranted'));
  });
});

describe('the token lifetimes of Microsoft Graph', () => {
  it.each<[string, Fault['answer']]>([
    ['it is throttling', failure(429, 'TooManyRequests', '', { 'Retry-After': '30' })],
    ['it fails', failure(503, 'serviceNotAvailable', '')],
    ['the connection breaks', 'drop'],
    ['the answer is no list', { status: 200, body: { value: 'none' } }],
    ['a definition is no text', { status: 200, body: { value: [{ definition: [8] }] } }],
    [
      'the pages do not end',
      { status: 200, body: { value: [], '@odata.nextLink': 'https://elsewhere.example/v1.0/users' } },
    ],
  ])('are unknown while %s, without a second attempt or a wait', async (_what, answer) => {
    const { lifetimes, clock } = graphSide();
    answering(answer);
    const before = tenant.calls.length;
    await lifetimes.refresh();
    expect(lifetimes.known()).toEqual(unknownTokenLife('notRead'));
    expect(clock.slept).toEqual([]);
    const calls = tenant.calls.slice(before);
    expect(calls.length).toBeLessThanOrEqual(20);
    expect(calls.every(({ target }) => target.startsWith('/v1.0/policies/tokenLifetimePolicies'))).toBe(true);
  });
  it('are unknown where a policy has no definition', async () => {
    const { lifetimes } = graphSide();
    answering({ status: 200, body: { value: [{ id: '1', definition: null }] } });
    await lifetimes.refresh();
    expect(lifetimes.known()).toEqual(unknownTokenLife('notUnderstood'));
  });
});
