import { describe, expect, it } from '@jest/globals';
import { readApproval, requestColumns } from '../../../shared/adapters/ledger/approval-columns';
import { NOW, aRequest, anApprovalRequest } from '../../support/builders';

const alert = { id: 'a-1', createdAt: NOW.toISOString() };
const added = { incidentId: '29', firstSeenAt: '2026-11-21T10:00:00.000Z' };
const approval = anApprovalRequest({ request: aRequest({ alert: { ...alert, ...added } }) });

describe('the columns of a request for approval', () => {
  const columns = requestColumns(approval);
  const held = JSON.parse(String(columns['held'])) as { readonly request: object };

  it('have what the version before does not know of an alert apart, since it refuses unknown fields', () => {
    expect(held.request).toMatchObject({ alert });
    expect(held.request).not.toMatchObject({ alert: { incidentId: expect.anything() } });
    expect(held.request).not.toMatchObject({ alert: { firstSeenAt: expect.anything() } });
    expect(readApproval({ ...columns, expiresAt: NOW }).request).toEqual(approval);
  });
  it('are read also where the alert has all of it', () => {
    const { ofAlert: _apart, ...others } = columns;
    const request = { ...held.request, alert: { ...alert, ...added } };
    const written = { ...others, held: JSON.stringify({ ...held, request }), expiresAt: NOW };
    expect(readApproval(written).request).toEqual(approval);
  });
  it('have nothing apart where the alert has none of it, or there is no alert', () => {
    for (const request of [aRequest({ alert }), aRequest()]) {
      const plain = anApprovalRequest({ request });
      expect(requestColumns(plain)).not.toHaveProperty('ofAlert');
      expect(readApproval({ ...requestColumns(plain), expiresAt: NOW }).request).toEqual(plain);
    }
  });
});
