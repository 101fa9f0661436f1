import { describe, expect, it } from '@jest/globals';
import { identityAccounts } from '../../shared/adapters/containment/identity-accounts';
import { removalMethods } from '../../shared/adapters/containment/removal-methods';
import { xdrIncidents } from '../../shared/adapters/incidents/xdr-incidents';
import { SAMPLE_INCIDENT, prepareContoso } from '../../local/tenant/contoso-intruder';
import { aCall } from '../support/account-items';
import { answeredGraph } from '../support/answered-graph';
import { aUser } from '../support/builders';

const HOUR_MS = 3_600_000;

function prepared() {
  const graph = answeredGraph();
  prepareContoso(graph, graph.clock.now());
  const { id = '' } = graph.directory.user('parker@contoso.com') ?? {};
  const steps = {
    ...removalMethods(graph.client, graph.clock),
    identityAccounts: identityAccounts(graph.client, graph.clock),
  };
  const contain = (step: keyof typeof steps, hours: number) =>
    steps[step].contain(
      {
        user: aUser({ id }),
        firstSeenAt: new Date(graph.clock.now().getTime() - hours * HOUR_MS),
        noted: [],
      },
      aCall(),
    );
  return { ...graph, contain };
}

describe('the tenant of npm start', () => {
  it.each([
    ['removeAuthenticationMethods', 2, 'passkey-of-intruder'],
    ['removeConsents', 3, 'consent-of-intruder'],
    ['disableDevices', 4, 'device-of-intruder'],
    ['identityAccounts', 0, 'ad-of-parker'],
  ] as const)('has something of parker that %s takes away', async (step, hours, id) => {
    const answer = await prepared().contain(step, hours);
    expect(answer).toMatchObject({ kind: 'contained', changed: [{ item: { id } }] });
  });
  it('keeps what is older than the activity that an alert states', async () => {
    const { contain } = prepared();
    for (const step of ['removeAuthenticationMethods', 'removeConsents', 'disableDevices'] as const)
      expect(await contain(step, 0)).toMatchObject({ kind: 'unchanged' });
  });
  it('has an incident that a person can close as a false positive, as with "Update incident"', async () => {
    const { client, options, directory } = prepared();
    const judged = () => xdrIncidents(options).judge(SAMPLE_INCIDENT);
    expect(await judged()).toMatchObject({ state: { isFalsePositive: false } });
    const body = { status: 'resolved', classification: 'falsePositive' };
    const path = `/security/incidents/${SAMPLE_INCIDENT}`;
    await client({ method: 'PATCH', path, permission: 'SecurityIncident.ReadWrite.All', body });
    expect(await judged()).toMatchObject({ state: { isFalsePositive: true } });
    expect(directory.incidents.find(SAMPLE_INCIDENT)?.customTags).toEqual([]);
  });
});
