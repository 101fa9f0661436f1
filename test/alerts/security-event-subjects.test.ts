import { describe, expect, it } from '@jest/globals';
import { securityEventSubjects } from '../../shared/alerts/formats/security-event-subjects';
import { JsonNode } from '../../shared/alerts/json-node';

const TENANT = '6f3c2a10-58de-4c1b-9a77-0d2f5b8e4c31';
const ENTRA = `https://login.microsoftonline.com/${TENANT}/v2.0`;
const ID = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01';
const CAEP = 'https://schemas.openid.net/secevent/caep/event-type/';
const RISC = 'https://schemas.openid.net/secevent/risc/event-type/';
const OKTA = 'https://schemas.okta.com/secevent/okta/event-type/';

const email = { format: 'email', email: 'a@contoso.com' };
const session = { format: 'opaque', id: 's' };

/** The names of each account, without what is empty. */
function accountsIn(events: object, claims: object = { sub_id: email }): object[] {
  return securityEventSubjects(new JsonNode({ ...claims, events })).map(
    ({ ids = [], userPrincipalNames = [], tenant, isOneSession }) => ({
      ...(ids.length > 0 && { ids: ids.map(({ value }) => value) }),
      ...(userPrincipalNames.length > 0 && { upns: userPrincipalNames.map(({ value }) => value) }),
      ...(tenant !== undefined && { tenant }),
      ...(isOneSession && { isOneSession }),
    }),
  );
}
const a = { upns: ['a@contoso.com'] };

describe('an event', () => {
  it.each([
    `${CAEP}session-revoked`,
    `${CAEP}credential-change`,
    `${RISC}credential-compromise`,
    `${RISC}sessions-revoked`,
    `${RISC}account-disabled`,
    `${RISC}account-credential-change-required`,
  ])('names its subject: %s', (type) => expect(accountsIn({ [type]: {} })).toEqual([a]));
  it.each([`${CAEP}device-compliance-change`, `${RISC}account-enabled`, `${RISC}account-purged`])(
    'names nobody where it is no sign of a compromise: %s',
    (type) => expect(accountsIn({ [type]: {} })).toEqual([]),
  );
  it('may have a subject of its own, which counts before that of the token', () =>
    expect(
      accountsIn({ [`${CAEP}session-revoked`]: { subject: { format: 'email', email: 'b@contoso.com' } } }),
    ).toEqual([{ upns: ['b@contoso.com'] }]));
  it('names its subject beside others', () =>
    expect(accountsIn({ [`${CAEP}session-revoked`]: {}, [`${RISC}account-disabled`]: {} })).toEqual([a, a]));
});

describe.each([`${CAEP}risk-level-change`, `${OKTA}user-risk-change`])('a risk (%s)', (type) => {
  it.each([
    { current_level: 'high', previous_level: 'low' },
    { current_level: 'MEDIUM', previous_level: 'LOW' },
    { current_level: 'medium' },
    { current_level: 'high', previous_level: 'high', principal: 'USER' },
  ])('names its subject where it is and was not higher: %j', (event) =>
    expect(accountsIn({ [type]: event })).toEqual([a]),
  );
  it.each([
    { current_level: 'low', previous_level: 'none' },
    { current_level: 'medium', previous_level: 'high' },
    { current_level: 'high', principal: 'DEVICE' },
    { current_level: 'unknown' },
    {},
  ])('names nobody where it is low, falls, or is of something else: %j', (event) =>
    expect(accountsIn({ [type]: event })).toEqual([]),
  );
});

describe('a subject', () => {
  const named = (sub_id: unknown, type = 'session-revoked'): object[] =>
    accountsIn({ [`${CAEP}${type}`]: {} }, { sub_id });
  const entra = { format: 'iss_sub', iss: ENTRA, sub: ID };
  it.each<[string, object, object]>([
    ['an address', email, a],
    ['an address, in an older draft', { subject_type: 'email', email: 'a@contoso.com' }, a],
    ['a subject of Entra ID', entra, { ids: [ID], tenant: TENANT }],
    [
      'the same in an older draft',
      { ...entra, format: undefined, subject_type: 'iss-sub' },
      { ids: [ID], tenant: TENANT },
    ],
    [
      'a subject of Entra ID, version 1',
      { ...entra, iss: `https://STS.windows.net/${TENANT}/` },
      { ids: [ID], tenant: TENANT },
    ],
    ...['login.microsoftonline.us', 'login.partner.microsoftonline.cn', 'sts.chinacloudapi.cn'].map(
      (host): [string, object, object] => [
        `a subject of Entra ID in a national cloud (${host})`,
        { ...entra, iss: `https://${host}/${TENANT}/v2.0` },
        { ids: [ID], tenant: TENANT },
      ],
    ),
    [
      'a subject of another issuer',
      { format: 'iss_sub', iss: 'https://idp.contoso.com/', sub: 'a@contoso.com' },
      a,
    ],
    [
      'a subject of an issuer that only looks like Entra ID',
      { format: 'iss_sub', iss: `https://idp.contoso.com/?${ENTRA}`, sub: 'a@contoso.com' },
      a,
    ],
    ['a subject without an issuer', { format: 'iss_sub', sub: 'a@contoso.com' }, a],
    ['a user in a complex one', { format: 'complex', user: email, device: session }, a],
    ['a user in one without a format', { user: email }, a],
    ['one session of a user', { format: 'complex', user: email, session }, { ...a, isOneSession: true }],
    [
      'aliases, which are of one user',
      { format: 'aliases', identifiers: [email, entra, session] },
      { ids: [ID], ...a },
    ],
  ])('is %s', (_what, subject, account) => expect(named(subject)).toEqual([account]));
  it.each<[string, object]>([
    ['an opaque id', session],
    ['a complex one without a user', { format: 'complex', session, email: 'a@contoso.com' }],
    ['one without a format', { email: 'a@contoso.com' }],
    ['another format that has a user', { format: 'opaque', user: email }],
  ])('is nobody where it is %s', (_what, subject) => expect(named(subject)).toEqual([{}]));
  it('is not one session only where the event is about the account', () =>
    expect(named({ format: 'complex', user: email, session }, 'credential-change')).toEqual([a]));
});
