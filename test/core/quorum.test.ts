import { describe, expect, it } from '@jest/globals';
import type { NamedPerson } from '../../shared/core/approver';
import { neededApprovers } from '../../shared/core/quorum';
import type { ReceivedBy } from '../../shared/core/received-by';
import { AVERY_ID, TENANT_ID, aPolicy } from '../support/builders';

const avery: NamedPerson = { kind: 'person', person: { tenantId: TENANT_ID, id: AVERY_ID.toUpperCase() } };
const nobody: NamedPerson = { kind: 'nobody', detail: 'leads to no user' };
const required = { ...aPolicy().approvals, proof: 'required', quorum: 2 } as const;

describe('where decisions need proof, one approver more is needed unless it is proven who asked', () => {
  const APP = 'entra:b2c9d8e7-0f1a-4b2c-8d3e-4f5a6b7c8d90';
  const HERS = `entra:${AVERY_ID}` as const;
  interface Asked {
    readonly by?: ReceivedBy;
    readonly name?: string;
    readonly leadsTo?: NamedPerson;
  }
  it.each<[string, Asked, number]>([
    ['by the queue, in a name', { by: 'queue', name: 'avery@contoso.com', leadsTo: avery }, 3],
    ['by the queue, in no name', { by: 'queue' }, 3],
    ['by the version before', {}, 3],
    ['by a sender named on the queue', { by: `unproven:${HERS}`, name: AVERY_ID, leadsTo: avery }, 3],
    ['by a webhook, in a name', { by: 'webhook:siem', name: 'avery@contoso.com', leadsTo: avery }, 3],
    ['by a webhook, in its own name', { by: 'webhook:siem' }, 2],
    ['by an issuer, in its own name', { by: 'issuer:https://idp.example' }, 2],
    ['by the API, in the name of the caller', { by: HERS, name: 'avery@contoso.com', leadsTo: avery }, 2],
    ['by the API, in the id of the caller', { by: HERS, name: AVERY_ID, leadsTo: nobody }, 2],
    ['by an application, in the name of a person', { by: APP, name: 'avery@contoso.com', leadsTo: avery }, 3],
    ['by an application, in a free name', { by: APP, name: 'SOC playbook', leadsTo: nobody }, 3],
  ])('%s', (_how, { by, name, leadsTo }, needed) => {
    const asked = { ...(by && { receivedBy: by }), ...(name !== undefined && { requestedBy: name }) };
    expect(neededApprovers(required, asked, [leadsTo])).toBe(needed);
    expect(neededApprovers({ ...required, proof: 'optional' }, asked, [leadsTo])).toBe(2);
  });
});
