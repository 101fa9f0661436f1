import { describe, expect, it } from '@jest/globals';
import { inMemoryTokenVerifier } from '../twins/in-memory-token-verifier';
import { Unavailable } from '../../shared/ports/unavailable';
import type { TokenVerdict } from '../../shared/ports/token-verifier';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, copyOf, members, resultOfBytes, appOfTwins } from '../support/app';

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

function shellThatBelieves(known: Readonly<Record<string, TokenVerdict>>) {
  const side = appOfTwins();
  const dependencies = { ...side.dependencies, tokenVerifier: inMemoryTokenVerifier(known) };
  return {
    ...side,
    dependencies,
    told: () => side.resultsTopic.published.map(({ body }) => resultOfBytes(body)),
  };
}

describe('a security event token on the queue', () => {
  it('that is believed has its subject signed out', async () => {
    const side = shellThatBelieves({ [TOKEN]: verified(avery) });
    await processMessage(side.dependencies, aMessage(TOKEN));
    expect(side.tenant.revoked).toEqual([avery]);
    expect(side.told()[0]?.data).toMatchObject({
      status: 'signOutPending',
      alert: { provider: 'https://idp.contoso.com/', id: 'token-1' },
    });
  });
  it('that comes again in another message is answered by the same bytes, and nobody is signed out twice', async () => {
    const side = shellThatBelieves({ [TOKEN]: verified(avery) });
    await processMessage(side.dependencies, aMessage(TOKEN));
    await processMessage(side.dependencies, aMessage(TOKEN, {}, { messageId: 'message-2' }));
    const [first, second] = side.resultsTopic.published;
    expect(Buffer.from(second?.body ?? []).equals(Buffer.from(first?.body ?? []))).toBe(true);
    expect(side.tenant.revoked).toEqual([avery]);
  });
  it('that bears the id of another is rejected: an id is good for one token', async () => {
    const other = `${TOKEN}x`;
    const side = shellThatBelieves({ [TOKEN]: verified(avery), [other]: verified(members[1]?.id ?? '') });
    await processMessage(side.dependencies, aMessage(TOKEN));
    await processMessage(side.dependencies, aMessage(other, {}, { messageId: 'message-2' }));
    expect(side.told().map(({ subject }) => subject)).toEqual(['signOutPending', 'rejected']);
    expect(side.tenant.revoked).toEqual([avery]);
  });
  it.each([
    ['by its looks', TOKEN, {}],
    ['by its content type', 'not even one', { contentType: 'application/secevent+jwt; charset=utf-8' }],
    ['by its content type, however long', 'x'.repeat(70_000), { contentType: 'application/secevent+jwt' }],
  ])('that is not believed is rejected and kept, told %s', async (_how, body, changes) => {
    const side = shellThatBelieves({});
    await processMessage(side.dependencies, aMessage(body, changes));
    expect(side.told()[0]?.data).toMatchObject({
      status: 'rejected',
      issues: [{ path: '$', message: expect.stringMatching(/not believed \(invalid_issuer\)/) }],
    });
    expect(side.quarantine.kept).toHaveLength(1);
    expect(side.tenant.revoked).toEqual([]);
  });
  it('waits while the keys of its issuer cannot be had', async () => {
    const side = shellThatBelieves({ [TOKEN]: verified(avery) });
    const verify = () => Promise.reject(new Unavailable('issuer', undefined));
    const away = { ...side.dependencies, tokenVerifier: { verify } };
    await processMessage(away, aMessage(TOKEN));
    expect([side.told(), side.tenant.revoked]).toEqual([[], []]);
    const [postponed] = side.requestQueue.scheduled;
    if (!postponed) throw new Error('It was not put off.');
    await processMessage(side.dependencies, copyOf(postponed));
    expect(side.tenant.revoked).toEqual([avery]);
  });
});

describe('an event in CloudEvents’ binary mode', () => {
  it('is read: its body is the data, and what else it says stands in the properties', async () => {
    const side = appOfTwins();
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
    await processMessage(side.dependencies, aMessage(data, { properties, contentType: 'application/json' }));
    expect(side.tenant.revoked).toEqual([avery]);
  });
});
