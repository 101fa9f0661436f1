import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Tenant } from '../../local/tenant/tenant';
import { graphClient } from '../../shared/adapters/graph/graph-client';
import { graphDirectory } from '../../shared/adapters/graph/graph-directory';
import { graphRevoker } from '../../shared/adapters/graph/graph-revoker';
import { lookUpNobody } from '../../shared/health/graph-probes';
import { aUser } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { graphOptions, loopbackTenant } from '../support/loopback-tenant';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await loopbackTenant();
});
afterAll(() => tenant.stop());

it('while Graph throttles, it refuses a revocation last, and a proof and a health check first', async () => {
  const clock = fixedClock();
  const options = graphOptions(tenant, clock);
  const graph = graphClient(options);
  const priority = async (call: Promise<unknown>): Promise<unknown> => {
    await call;
    return tenant.calls.at(-1)?.headers['x-ms-throttle-priority'];
  };
  const directory = graphDirectory(graph);
  const revoker = graphRevoker(graph, options.pace.writes, clock);
  const { id } = aUser();
  expect(await priority(revoker.revoke(aUser(), { mayCall: () => true, share: [] }))).toBe('high');
  expect(await priority(directory.sessionsValidFrom(id))).toBe('low');
  expect(await priority(graph(lookUpNobody))).toBe('low');
  expect(await priority(directory.find({ kind: 'id', id }))).toBeUndefined();
});
