import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ResourceManager } from '../../local/sentinel/resource-manager';
import { startResourceManager } from '../../local/sentinel/resource-manager';
import { loopbackCertificate } from '../../local/tenant/certificate';
import type { Tenant } from '../../local/tenant/tenant';
import { Tokens } from '../../local/tenant/tokens';
import { incidentSystems } from '../../shared/adapters/incidents/incident-systems';
import { averyId, recordsOf } from '../support/contained';
import type { RestoringApp } from '../support/false-positives';
import { MINUTE_MS, containedFor, restoringApp, sweepOf } from '../support/false-positives';
import { INCIDENT } from '../support/generated-outcomes';
import { graphOptions, loopbackTenant, trust } from '../support/loopback-tenant';
import { deliverOwn } from '../support/proven';

// The app over twins, and the incidents of Defender XDR and of Microsoft Sentinel over their own protocols and sockets.

const SENTINEL = INCIDENT.toLowerCase();
const BY = 'analyst@contoso.com';
const tokens = new Tokens();
let tenant: Tenant;
let arm: ResourceManager;
beforeAll(async () => {
  tenant = await loopbackTenant();
  tenant.tokens.permissions.add('SecurityIncident.Read.All');
  const certificate = await loopbackCertificate();
  trust(certificate);
  arm = await startResourceManager({ certificate, tokens });
});
afterAll(() => Promise.all([tenant.stop(), arm.stop()]));

/** Avery is contained for an incident, which the app reads where it really is. */
async function contained(incidentId: string): Promise<RestoringApp> {
  const app = restoringApp({ restoreFalsePositives: ['defenderXdr', 'sentinel'] });
  const { credential, ...graph } = graphOptions(tenant, app.clock);
  const armToken = () => {
    const { token, expiresAt } = tokens.acquire(arm.endpoint, undefined);
    return Promise.resolve({ token, expiresOnTimestamp: expiresAt });
  };
  const read = incidentSystems({
    ...graph,
    graphEndpoint: tenant.graphEndpoint,
    resourceManager: arm.endpoint,
    credentialOf: () => ({
      getToken: (scopes, options) =>
        String(scopes).startsWith(arm.endpoint) ? armToken() : credential.getToken(scopes, options),
    }),
  });
  tenant.directory.incidents.add('29', [], app.clock.now());
  arm.incidents.set(SENTINEL, new Map([['note', 'Looks false to me.']]));
  arm.properties.delete(SENTINEL);
  const reading = { ...app, incidentsOf: read as RestoringApp['incidentsOf'] };
  return containedFor(reading, { alert: { incidentId } });
}

function closeIn(app: RestoringApp, id: string, classification: string, status?: string): void {
  app.clock.advance(MINUTE_MS);
  const at = app.clock.now();
  if (id === '29')
    tenant.directory.incidents.update(id, { status: status ?? 'resolved', classification }, BY, at);
  else {
    const lastModifiedTimeUtc = at.toISOString();
    arm.properties.set(SENTINEL, { status: status ?? 'Closed', classification, lastModifiedTimeUtc });
  }
  app.clock.advance(5 * MINUTE_MS);
}

describe.each([
  ['Defender XDR', '29', 'falsePositive', 'informationalExpectedActivity'],
  ['Microsoft Sentinel', INCIDENT, 'FalsePositive', 'BenignPositive'],
])('an incident of %s', (_name, id, falsePositive, expected) => {
  it('that a person closes as a false positive has the user let in again', async () => {
    const app = await contained(id);
    expect(await sweepOf(app)).toEqual([]);
    closeIn(app, id, falsePositive);
    expect(await sweepOf(app)).toEqual([{ kind: 'approved', requestId: 'inc-1' }]);
    await deliverOwn(app);
    expect(app.tenant.revoked).toEqual([averyId]);
    expect(app.things.state()).toMatchObject({ 'sign-in': true, passkey: false });
    expect(await recordsOf(app)).toMatchObject([
      { state: 'restored', endedBy: expect.stringMatching(/^incident .+ \((?:defenderXdr|sentinel)\)$/) },
    ]);
  });
  it('that is closed otherwise has nobody let in', async () => {
    const app = await contained(id);
    closeIn(app, id, expected);
    expect(await sweepOf(app)).toEqual([]);
    expect(app.requestQueue.sent).toEqual([]);
  });
});

describe('an incident that cannot be read', () => {
  it('has nobody let in, and the log has the permission that is missing', async () => {
    const app = await contained('29');
    closeIn(app, '29', 'falsePositive');
    tenant.tokens.permissions.delete('SecurityIncident.Read.All');
    const results = await sweepOf(app);
    tenant.tokens.permissions.add('SecurityIncident.Read.All');
    expect(results).toMatchObject([
      { kind: 'failed', failure: { message: expect.stringContaining('SecurityIncident.Read.All') } },
    ]);
    expect(app.requestQueue.sent).toEqual([]);
  });
});
