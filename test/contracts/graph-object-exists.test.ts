import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { graphClient } from '../../shared/adapters/graph/graph-client';
import { objectExists } from '../../shared/adapters/graph/object-exists';
import { failure } from '../../local/tenant/graph-api';
import type { Tenant } from '../../local/tenant/tenant';
import { fixedClock } from '../support/fixed-clock';
import { graphOptions, loopbackTenant } from '../support/loopback-tenant';
import { GLOBAL_ADMINISTRATOR, GROUP } from '../support/memberships';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await loopbackTenant();
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.faults.clear());

describe('whether a group or role exists', () => {
  it.each([
    ['a permission is missing', failure(403, 'Authorization_RequestDenied', ''), 'forbidden'],
    ['Graph does not answer', failure(503, 'UnknownError', ''), 'unavailable'],
    ['something between answers 404, and not Graph', { status: 404 }, 'notDone'],
  ])('is unknown, and not denied, while %s', async (_why, answer, kind) => {
    tenant.faults.add({ method: 'GET', path: '/', times: 99, answer });
    const graph = graphClient(graphOptions(tenant, fixedClock()));
    for (const object of [
      { kind: 'group', id: GROUP },
      { kind: 'role', id: GLOBAL_ADMINISTRATOR },
    ] as const) {
      expect(await objectExists(graph, object)).toMatchObject({ kind: 'unreadable', failure: { kind } });
    }
  });
});
