import { expect, it } from '@jest/globals';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { graphAccess } from '../../../shared/adapters/graph/graph-access';
import { DEFAULT_BUDGET, SHARED_BUDGET } from '../../../shared/adapters/graph/graph-client';
import { aUser } from '../../support/builders';
import { steppedClock } from '../../support/stepped-clock';

it.each([
  ['a process of one tenant', DEFAULT_BUDGET, 30, 0],
  ['a process of one tenant', DEFAULT_BUDGET, 31, 31_000],
  ['a process of several tenants', SHARED_BUDGET, 2, 0],
  ['a process of several tenants', SHARED_BUDGET, 3, 3_000],
])('%s is paused only by what its calls do not wait out in place: %# ', async (_, budget, seconds, ms) => {
  const clock = { ...steppedClock(), every: () => () => undefined };
  const { revokers } = graphAccess({
    endpoint: 'https://graph.example',
    credential: { getToken: () => Promise.resolve({ token: 't', expiresOnTimestamp: Infinity }) },
    httpClient: {
      sendRequest: (request) =>
        Promise.resolve({
          request,
          status: 429,
          headers: createHttpHeaders({ 'Retry-After': String(seconds) }),
        }),
    },
    clock,
    random: () => 0,
    newId: () => 'id',
    budget,
  });
  expect(revokers.graph.pausedForMs()).toBe(0);
  void revokers.graph.revoke(aUser(), { mayCall: () => true, share: [] });
  await clock.pass(0);
  expect(revokers.graph.pausedForMs()).toBe(ms);
});
