import { describe, expect, it } from '@jest/globals';
import { removalMethods } from '../../shared/adapters/containment/removal-methods';
import type { ContainmentStep } from '../../shared/core/containment-step';
import {
  SINCE,
  aCall,
  aConsent,
  aDevice,
  aMethod,
  aTarget,
  anAppRole,
  consented,
} from '../support/account-items';
import type { AnsweredGraph } from '../support/answered-graph';
import { answeredGraph } from '../support/answered-graph';

const OTHER = '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5c01';

/** Graph lists these for the user, at a path. */
function listing(path: string, value: readonly unknown[]): AnsweredGraph {
  const graph = answeredGraph();
  graph.faults.add({ method: 'GET', path, times: 9, answer: { status: 200, body: { value } } });
  return graph;
}

type Removing = Extract<ContainmentStep, `remove${string}` | 'disableDevices'>;

const changing = (graph: AnsweredGraph): readonly string[] =>
  graph.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, url }) => `${method} ${url.pathname}`);

const contain = (graph: AnsweredGraph, step: Removing) =>
  removalMethods(graph.client, graph.clock)[step].contain(aTarget(), aCall());

describe('an id that leads to another path', () => {
  it.each<[Removing, string, (id: string) => unknown]>([
    ['disableDevices', '/ownedDevices', (id) => aDevice(id)],
    ['removeConsents', '/appRoleAssignments', (id) => anAppRole(id)],
    [
      'removeAuthenticationMethods',
      '/authentication/methods',
      (id) => aMethod('phone', id, { createdDateTime: SINCE }),
    ],
  ])('has nothing changed there: %s', async (step, path, item) => {
    for (const id of ['.', '..']) {
      const graph = listing(path, [item(id), item('real')]);
      expect(await contain(graph, step)).toMatchObject({ kind: 'failed' });
      expect(changing(graph)).toEqual([]);
    }
    for (const id of ['../../users/x', 'a/b', 'a?b#c', '%2e%2e', '..%2f']) {
      const graph = listing(path, [item(id), item('real')]);
      await contain(graph, step);
      for (const call of changing(graph)) expect(call).toMatch(/\/(real|(?:%[0-9A-F]{2}|[\w.-])+)$/);
      expect(changing(graph).every((call) => call.includes('/v1.0/') && !call.includes('/users/x'))).toBe(
        true,
      );
    }
  });
});

describe("a list that names what is another person's", () => {
  it('has no consent of theirs deleted', async () => {
    const theirs = aConsent('theirs', { principalId: OTHER });
    const graph = listing('/oauth2PermissionGrants', [theirs, aConsent('own')]);
    graph.directory.items.auditEvents.push(consented(theirs));
    expect(await contain(graph, 'removeConsents')).toMatchObject({ kind: 'failed', changed: [] });
    expect(changing(graph)).toEqual([]);
  });
});

describe('a list that does not end', () => {
  it('is given up, and its pages are read from the configured host alone', async () => {
    const graph = answeredGraph();
    const body = {
      value: [aDevice('device')],
      '@odata.nextLink': 'https://evil.example/v1.0/devices?$skiptoken=x',
    };
    graph.faults.add({ method: 'GET', times: 999, answer: { status: 200, body } });
    expect(await contain(graph, 'disableDevices')).toMatchObject({ kind: 'failed' });
    expect(new Set(graph.requests.map(({ url }) => url.host))).toEqual(new Set(['graph.example']));
    expect(graph.requests.length).toBeLessThan(50);
    expect(changing(graph)).toEqual([]);
  });
});
