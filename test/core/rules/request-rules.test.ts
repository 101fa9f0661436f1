import { describe, it } from '@jest/globals';
import type { Facts } from '../../../shared/core/facts';
import type { ReceivedBy } from '../../../shared/core/received-by';
import { NOW, OTHER_TENANT_ID, TENANT_ID, found } from '../../support/builders';
import { given } from '../../support/given-when-then';

describe('which requests are denied as a whole', () => {
  it('one for another tenant is', () =>
    given(found())
      .when({ tenantId: OTHER_TENANT_ID })
      .denies('rejected', `tenantId: the request is for tenant ${OTHER_TENANT_ID}`));
  it('one for this tenant is not, however it is spelt', () =>
    given(found()).when({ tenantId: TENANT_ID.toUpperCase() }).proceeds('revoke'));
  it('an alert of a tenant cannot be compared where the app is configured with a name', () => {
    const name = { tenantId: 'contoso.onmicrosoft.com' };
    given(found()).when({ tenantId: OTHER_TENANT_ID, format: 'graphAlert' }, name).proceeds('revoke');
    given(found()).when({ tenantId: OTHER_TENANT_ID }, name).denies('rejected');
  });
  it('every one is while revocation is off', () =>
    given(found()).when({}, { revocationEnabled: false }).denies('notEnabled', 'switched off'));
  it('the tenant is asked about before the switch, and the switch before a confirmation', () => {
    const request = { tenantId: OTHER_TENANT_ID, confirm: true };
    given(found()).when(request, { revocationEnabled: false }).denies('rejected');
    given(found()).when({ confirm: true }, { revocationEnabled: false }).denies('notEnabled');
  });
  it.each([
    ['alert.createdAt', { alert: { createdAt: '2026-11-23T10:05:00.001Z' } }],
    ['requestedAt', { requestedAt: '2026-11-23T10:06:00.000Z' }],
  ])('one of the future is, beyond what clocks differ by: %s', (path, request) =>
    given(found()).when(request).denies('rejected', `${path}: 2026-11-23T10:0`),
  );
  it('one of the next five minutes is not', () =>
    given(found())
      .when({ alert: { createdAt: '2026-11-23T10:05:00.000Z' } })
      .proceeds('revoke'));
});

describe('an alert in a format that only senders who sign may send', () => {
  const policy = { provenFormats: { sentinelincident: ['webhook:sentinel', 'webhook:soc'] } as const };
  const from = (receivedBy: ReceivedBy) => ({ format: 'sentinelIncident', receivedBy });
  it('is rejected from anybody else, with the names of those', () =>
    given(found())
      .when(from('queue'), policy)
      .denies(
        'rejected',
        'Alerts in the format sentinelIncident count only with the signature of webhook:sentinel, webhook:soc; this one is from queue.',
      ));
  it('is carried out from one of them', () =>
    given(found()).when(from('webhook:soc'), policy).proceeds('revoke'));
  it('is carried out where no sender is known, as in a preview', () =>
    given(found()).when({ format: 'sentinelIncident' }, policy).proceeds('revoke'));
  it.each(['native', 'constructor'])('does not concern other formats: %s', (format) =>
    given(found())
      .when({ ...from('queue'), format }, policy)
      .proceeds('revoke'),
  );
});

describe('how old a request may be', () => {
  const since = (minutesAgo: number): Date => new Date(NOW.getTime() - minutesAgo * 60_000);
  const policy = { maxRequestAgeMs: 60 * 60_000 };
  const came = (minutesAgo: number, attempts: number): Facts => ({
    ...found(),
    age: { since: since(minutesAgo), attempts },
  });
  it('up to the limit it is carried out, however often it was tried', () => {
    given(came(60, 0)).when({}, policy).proceeds('revoke');
    given(came(60, 9)).when({}, policy).proceeds('revoke');
  });
  it('beyond it, it has expired if nobody got to it', () =>
    given(came(60.001, 0))
      .when({}, policy)
      .denies(
        'expired',
        `The request dates from ${since(60.001).toISOString()}, which is older than policy allows (60 min).`,
      ));
  it('beyond it, it has failed if it was being tried', () =>
    given(came(61, 3)).when({}, policy).denies('failed', 'It was tried 3 times.'));
  it('the tenant is asked about first, and the switch after', () => {
    given(came(61, 0)).when({ tenantId: OTHER_TENANT_ID }, policy).denies('rejected');
    given(came(61, 0))
      .when({}, { ...policy, revocationEnabled: false })
      .denies('expired');
  });
});
