import { describe, expect, it } from '@jest/globals';
import { addedFormats } from '../../shared/alerts/added-formats';
import type { Format } from '../../shared/alerts/format';
import { inMemoryTokenVerifier } from '../twins/in-memory-token-verifier';
import { Unavailable } from '../../shared/ports/unavailable';
import type { TokenVerdict } from '../../shared/ports/token-verifier';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, appOfTwins, copyOf, members, resultOfBytes } from '../support/app';

const avery = members[0]?.id ?? '';
const ENTRA = 'https://login.microsoftonline.com/6f3c2a10-58de-4c1b-9a77-0d2f5b8e4c31/v2.0';
const TOKEN = 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln';

function verified(sub: string, jti = 'token-1'): TokenVerdict {
  const issuer = 'https://idp.contoso.com/';
  const claims = {
    iss: issuer,
    jti,
    iat: 1_795_428_000,
    sub_id: { format: 'iss_sub', iss: ENTRA, sub },
    events: { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': {} },
  };
  return { kind: 'verified', issuer, jti, claims };
}

function appThatTrusts(known: Readonly<Record<string, TokenVerdict>>) {
  const app = appOfTwins();
  const dependencies = { ...app.dependencies, tokenVerifier: inMemoryTokenVerifier(known) };
  return {
    ...app,
    dependencies,
    results: () => app.resultsTopic.published.map(({ body }) => resultOfBytes(body)),
  };
}

describe('a security event token on the queue', () => {
  it('signs out its subject when it is trusted', async () => {
    const app = appThatTrusts({ [TOKEN]: verified(avery) });
    await processMessage(app.dependencies, aMessage(TOKEN));
    expect(app.tenant.revoked).toEqual([avery]);
    expect(app.results()[0]?.data).toMatchObject({
      status: 'signOutPending',
      alert: { provider: 'https://idp.contoso.com/', id: 'token-1' },
    });
  });
  it('is answered by the same bytes when another message brings it again, and nobody is signed out twice', async () => {
    const app = appThatTrusts({ [TOKEN]: verified(avery) });
    await processMessage(app.dependencies, aMessage(TOKEN));
    await processMessage(app.dependencies, aMessage(TOKEN, {}, { messageId: 'message-2' }));
    const [first, second] = app.resultsTopic.published;
    expect(Buffer.from(second?.body ?? []).equals(Buffer.from(first?.body ?? []))).toBe(true);
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it('is rejected when it has the id of another token', async () => {
    const other = `${TOKEN}x`;
    const app = appThatTrusts({ [TOKEN]: verified(avery), [other]: verified(members[1]?.id ?? '') });
    await processMessage(app.dependencies, aMessage(TOKEN));
    await processMessage(app.dependencies, aMessage(other, {}, { messageId: 'message-2' }));
    expect(app.results().map(({ subject }) => subject)).toEqual(['signOutPending', 'rejected']);
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it.each([
    ['by its form', TOKEN, {}],
    ['by its content type', 'not even one', { contentType: 'application/secevent+jwt; charset=utf-8' }],
    [
      'by its content type, whatever its length',
      'x'.repeat(70_000),
      { contentType: 'application/secevent+jwt' },
    ],
  ])('is rejected and kept when it is not trusted, recognized %s', async (_how, body, changes) => {
    const app = appThatTrusts({});
    await processMessage(app.dependencies, aMessage(body, changes));
    expect(app.results()[0]?.data).toMatchObject({
      status: 'rejected',
      issues: [{ path: '$', message: expect.stringMatching(/not trusted \(invalid_issuer\)/) }],
    });
    expect(app.quarantine.kept).toHaveLength(1);
    expect(app.tenant.revoked).toEqual([]);
  });
  const format = (changes: object): readonly Format[] => {
    const claims = {
      name: 'own-claims',
      match: [{ path: 'jti', exists: true }],
      alert: { provider: 'Own', id: 'jti' },
      accounts: [{ names: { userPrincipalName: 'own' } }],
    };
    const added = addedFormats([{ kind: 'file', content: [{ ...claims, ...changes }] }]);
    return added.kind === 'valid' ? added.formats : [];
  };
  it('is not made ambiguous by an added format that matches its claims as well', async () => {
    const app = appThatTrusts({ [TOKEN]: verified(avery) });
    await processMessage({ ...app.dependencies, formats: format({}) }, aMessage(TOKEN));
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it('is read by an added format in the place of the built-in one', async () => {
    const app = appThatTrusts({ [TOKEN]: verified(avery) });
    const formats = format({ replaces: 'securityEvent' });
    await processMessage({ ...app.dependencies, formats }, aMessage(TOKEN));
    expect(app.results()[0]?.data).toMatchObject({ status: 'nothingToDo', alert: { provider: 'Own' } });
  });
  it('waits while the keys of its issuer cannot be read', async () => {
    const app = appThatTrusts({ [TOKEN]: verified(avery) });
    const verify = () => Promise.reject(new Unavailable('issuer', undefined));
    const unavailable = { ...app.dependencies, tokenVerifier: { verify } };
    await processMessage(unavailable, aMessage(TOKEN));
    expect([app.results(), app.tenant.revoked]).toEqual([[], []]);
    const [scheduled] = app.requestQueue.scheduled;
    if (!scheduled) throw new Error('No copy was scheduled.');
    await processMessage(app.dependencies, copyOf(scheduled));
    expect(app.tenant.revoked).toEqual([avery]);
  });
});

describe('an event in CloudEvents’ binary mode', () => {
  it('is read: its body is the data, and its attributes are in the properties', async () => {
    const app = appOfTwins();
    const properties = {
      'cloudEvents:specversion': '1.0',
      'cloudEvents:id': 'event-1',
      'cloudEvents:type': 'com.contoso.risk',
      'cloudEvents:source': '/identity-protection',
    };
    const data = {
      id: 'detection-1',
      riskEventType: 'anomalousToken',
      riskState: 'atRisk',
      riskLevel: 'high',
      detectedDateTime: '2026-11-23T09:59:00Z',
      userPrincipalName: 'avery@contoso.com',
    };
    await processMessage(app.dependencies, aMessage(data, { properties, contentType: 'application/json' }));
    expect(app.tenant.revoked).toEqual([avery]);
  });
});
