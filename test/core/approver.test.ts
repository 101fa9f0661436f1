import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NamedPerson } from '../../shared/core/approver';
import type { Person } from '../../shared/core/person';
import { denialOfDecider, isListed, personOf } from '../../shared/core/approver';
import { isSamePerson } from '../../shared/core/person';
import { textDetail } from '../../shared/core/detail';
import type { BackendFailureKind } from '../../shared/core/backend-failure';
import {
  AVERY_ID,
  OTHER_TENANT_ID,
  TENANT_ID,
  aRequest,
  aUser,
  anApprovalRequest,
} from '../support/builders';

const lead: Person = {
  tenantId: TENANT_ID,
  id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9b01',
  userPrincipalName: 'lead@contoso.com',
};
const avery: Person = { tenantId: TENANT_ID, id: AVERY_ID, userPrincipalName: 'avery@contoso.com' };
const known = (person: Person): NamedPerson => ({ kind: 'person', person });
const nobody: NamedPerson = { kind: 'nobody', detail: 'leads to nobody' };

function denial(approver: Person, requestedBy?: string, requester?: NamedPerson): string | undefined {
  const request = aRequest(requestedBy === undefined ? {} : { requestedBy });
  return denialOfDecider(
    { by: 'the name on the decision', approver, ...(requester && { requester }) },
    anApprovalRequest({ request, user: aUser() }),
  );
}

describe('two names are those of one person', () => {
  it('if tenant and object id are the same, whatever the person is called', () => {
    expect(isSamePerson(lead, { tenantId: TENANT_ID.toUpperCase(), id: lead.id.toUpperCase() })).toBe(true);
    expect(isSamePerson(lead, { ...lead, id: AVERY_ID })).toBe(false);
    expect(isSamePerson(lead, { ...lead, tenantId: OTHER_TENANT_ID })).toBe(false);
  });
  it('and a list names them by object id or user principal name, in any spelling', () => {
    const zoe = { ...lead, userPrincipalName: 'zoë@contoso.com' };
    for (const name of ['Zoë@contoso.com', 'zoë@contoso.com'.normalize('NFD'), lead.id.toUpperCase()]) {
      expect(isListed(['other@contoso.com', name], zoe)).toBe(true);
    }
    expect(isListed(['zoe@contoso.com', AVERY_ID], zoe)).toBe(false);
    expect(isListed(['undefined', ''], { tenantId: TENANT_ID, id: lead.id })).toBe(false);
  });
});

describe('what the directory answers for a name', () => {
  const failed = (kind: BackendFailureKind) =>
    ({ kind: 'lookupFailed', failure: { kind, detail: textDetail('Away.') } }) as const;
  it.each<[string, Parameters<typeof personOf>[0], NamedPerson['kind']]>([
    ['text that is no name of a user', undefined, 'nobody'],
    ['no user', { kind: 'notFound' }, 'nobody'],
    ['several users', { kind: 'ambiguous', detail: textDetail('Two.') }, 'nobody'],
    ['an application', { kind: 'notAUser', objectType: 'servicePrincipal' }, 'nobody'],
    ['a missing permission', failed('forbidden'), 'nobody'],
    ['throttling', failed('throttled'), 'later'],
    ['a backend that is away', failed('unavailable'), 'later'],
    ['a user', { kind: 'found', user: aUser() }, 'person'],
  ])('%s: %j is %s', (_what, fact, kind) => expect(personOf(fact, TENANT_ID).kind).toBe(kind));
  it.each<[Parameters<typeof personOf>[0], string]>([
    [undefined, 'leads to no user of this tenant'],
    [{ kind: 'notFound' }, 'leads to no user of this tenant'],
    [{ kind: 'ambiguous', detail: textDetail('Two.') }, 'may lead to several users'],
    [{ kind: 'notAUser', objectType: 'servicePrincipal' }, 'is a servicePrincipal'],
    [failed('forbidden'), 'could not be looked up: Away.'],
  ])('says why it is nobody: %j', (fact, reason) =>
    expect(personOf(fact, TENANT_ID)).toMatchObject({ detail: expect.stringContaining(reason) }),
  );
  it('is a person without a name where the directory returns none', () => {
    const { userPrincipalName: _none, ...user } = aUser();
    expect(personOf({ kind: 'found', user }, TENANT_ID)).toEqual({
      kind: 'person',
      person: { tenantId: TENANT_ID, id: user.id },
    });
  });
  it('is a person of the tenant that was asked', () =>
    expect(personOf({ kind: 'found', user: aUser() }, TENANT_ID)).toEqual(known(avery)));
});

describe('a person may decide', () => {
  it('unless they are the user concerned, in the tenant of the request', () => {
    expect(denial(avery)).toBe('the user concerned cannot decide on the request');
    expect(denial({ ...avery, tenantId: OTHER_TENANT_ID })).toBeUndefined();
    expect(denial(lead)).toBeUndefined();
  });
  it('unless they are the requester, under whatever name', () => {
    expect(denial(lead, 'anything', known(lead))).toBe('the requester cannot decide on the request');
    expect(denial(lead, 'lead@contoso.com', known({ ...lead, id: 'x' }))).toBeUndefined();
  });
  it.each([
    'LEAD@contoso.com',
    'ｌｅａｄ@contoso.com',
    'lead@con\u{ad}toso.com',
    lead.id,
    'THE NAME on the decision',
  ])('unless an unknown requester has a name of theirs: %s', (requestedBy) =>
    expect(denial(lead, requestedBy, nobody)).toContain('the requester'),
  );
  it.each(['leads@contoso.com', 'avery@contoso.com', 'undefined', ''])(
    'where an unknown requester has another name: %j',
    (requestedBy) => {
      expect(denial(lead, requestedBy, nobody)).toBeUndefined();
      expect(denial(lead, requestedBy)).toBeUndefined();
      expect(denial({ tenantId: TENANT_ID, id: lead.id }, requestedBy)).toBeUndefined();
    },
  );
  it('and a requester of whom nothing but a name is known is compared by it', () =>
    expect(denial(lead, ' lead@contoso.com ')).toContain('the requester'));
  it('and the comparison of names is the same for every case and composition', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const approver = { ...lead, userPrincipalName: name };
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
          for (const requester of [name, name.toUpperCase()]) {
            if (!denial(approver, requester.normalize(form), nobody)?.includes('the requester')) return false;
          }
        }
        return true;
      }),
    );
  });
});
