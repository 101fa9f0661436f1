import { describe, expect, it } from '@jest/globals';
import type { Connection } from '../../shared/core/connection';
import { judgeConnection } from '../../shared/health/connection-check';
import { OTHER_TENANT_ID, aPolicy } from '../support/builders';
import { signedBy } from '../support/webhook-of';

const judged = (changes: Partial<Connection>) => {
  const connection: Connection = {
    tenantId: OTHER_TENANT_ID,
    policy: {},
    sources: ['webhook:nw'],
    ...changes,
  };
  const policy = aPolicy({ brake: { users: 25, windowMs: 3_600_000, repeats: 3 } });
  return judgeConnection(connection, { policy, webhook: signedBy('nw') });
};

describe('the check of a connection', () => {
  it('names the senders who may speak for the tenant', () =>
    expect(judged({ sources: ['webhook:nw', 'queue'] })).toEqual({
      status: 'ok',
      detail: 'May be spoken for by webhook:nw, queue.',
    }));
  it('warns of a sender that the app does not have, and names no other', () => {
    const { status, detail } = judged({
      sources: ['webhook:nw', 'webhook:nv', 'issuer:https://idp.example'],
    });
    expect(status).toBe('warning');
    expect(detail).toMatch(/^The app has no sender webhook:nv, issuer:https:\/\/idp\.example: /);
  });
  it('warns of what is looser than the policy of the home tenant, since it has no effect', () =>
    expect(
      judged({ policy: { brake: { users: 500, windowMs: 60_000, repeats: 3 }, maxRequestAgeMs: 1000 } }),
    ).toEqual({
      status: 'warning',
      detail: 'Looser than REVOCATION_POLICY, and without effect: brake.users, brake.window.',
      remedy: 'Remove this from the policy of the connection.',
    }));
  it('says that a tenant is disconnected, and judges nothing else of it', () =>
    expect(judged({ disconnected: true, sources: ['webhook:nv'] })).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining('is disconnected'),
    }));
});
