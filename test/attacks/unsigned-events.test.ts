import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, appOfTwins, resultOfBytes } from '../support/app';

const SCHEMAS = 'https://schemas.openid.net/secevent/';
const sessionRevoked = `${SCHEMAS}caep/event-type/session-revoked`;
const claims = {
  iss: 'https://idp.contoso.com/',
  jti: 'event-1',
  iat: 1_795_428_000,
  sub_id: { format: 'email', email: 'avery@contoso.com' },
  events: { [sessionRevoked]: {} },
};
const { events: _events, ...withoutEvents } = claims;

describe('a security event signs nobody out without its token', () => {
  it.each<[string, unknown]>([
    ['as it is', claims],
    ['as text', JSON.stringify(claims)],
    ['as data of a CloudEvent', { specversion: '1.0', type: 't', source: 's', id: 'e', data: claims }],
    ['in a batch', [claims, claims]],
    ['in records of an event hub', { records: [claims] }],
    ['in a body of Logic Apps', { headers: {}, body: claims }],
    ['with a flat name', { ...withoutEvents, [`events.${sessionRevoked}`]: {} }],
    [
      'with names in capitals',
      { ISS: claims.iss, JTI: claims.jti, sub_id: claims.sub_id, EVENTS: claims.events },
    ],
    ['without an id', { iss: claims.iss, sub_id: claims.sub_id, events: claims.events }],
    ['of the RISC profile', { ...claims, events: { [`${SCHEMAS}risc/event-type/account-disabled`]: {} } }],
  ])('%s', async (_how, body) => {
    const app = appOfTwins();
    await processMessage(app.dependencies, aMessage(body));
    expect(app.tenant.revoked).toEqual([]);
    expect(app.resultsTopic.published.map(({ subject }) => subject)).toEqual(
      app.resultsTopic.published.map(() => 'rejected'),
    );
    expect(app.quarantine.kept.length).toBeGreaterThan(0);
  });
  it('over HTTP neither, and the outcome says what to send', async () => {
    const app = appOfTwins();
    const history = { origin: { messageId: 'm' }, attempts: 0, receivedBy: 'webhook:idp' } as const;
    await processMessage(app.dependencies, aMessage(claims, { history }));
    const [result] = app.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
    expect(result).toMatchObject({
      status: 'rejected',
      detail: expect.stringMatching(/send the signed token/),
    });
  });
});
