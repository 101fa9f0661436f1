import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { TokenCredential } from '@azure/core-auth';
import { listen } from '../../local/listen';
import { platformIdentity } from '../../shared/adapters/connections/platform-identity';
import { sdkIdentity } from '../../shared/adapters/connections/sdk-identity';
import { systemClock } from '../../shared/adapters/system-clock';
import type { Clock } from '../../shared/ports/clock';
import { fixedClock } from '../support/fixed-clock';

const HEADER = 'header-1';
const SCOPE = 'https://graph.microsoft.com/.default';
const MINUTE = 60_000;

interface Answer {
  readonly status: number;
  readonly body: string;
}
let asked: { readonly url: URL; readonly header: unknown }[];
/** The next answers of the identity endpoint; after them it returns tokens. */
let answers: Answer[];
let validForMinutes: number;
let clock: Clock;
let running: Awaited<ReturnType<typeof listen>>;
let endpoint: string;

const tokenAnswer = (): Answer => {
  const seconds = Math.floor(clock.now().getTime() / 1000) + validForMinutes * 60;
  const access_token = `token-${String(asked.length)}`;
  return { status: 200, body: JSON.stringify({ access_token, expires_on: String(seconds), resource: 'r' }) };
};
const server = createServer((request, response) => {
  asked.push({ url: new URL(request.url ?? '', endpoint), header: request.headers['x-identity-header'] });
  const { status, body } = answers.shift() ?? tokenAnswer();
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
});

beforeAll(async () => {
  running = await listen(server);
  endpoint = `http://127.0.0.1:${String(running.port)}/msi/token`;
  process.env['IDENTITY_ENDPOINT'] = endpoint;
  process.env['IDENTITY_HEADER'] = HEADER;
});
afterAll(() => running.stop());
beforeEach(() => {
  [asked, answers, validForMinutes, clock] = [[], [], 60, systemClock];
});

const ours = (clientId: string, ofClock: Clock = clock): TokenCredential =>
  platformIdentity({ endpoint, header: HEADER, clientId, clock: ofClock });

describe.each([
  ['ours', ours],
  ['the SDK', sdkIdentity],
] as const)('the managed identity of a function app, by %s', (_side, identityOf) => {
  it('asks the platform for a token of the resource, by its header and for its client id', async () => {
    const clientId = randomUUID();
    expect(await identityOf(clientId).getToken(SCOPE)).toMatchObject({ token: 'token-1' });
    expect(asked.map(({ header }) => header)).toEqual([HEADER]);
    expect(Object.fromEntries(asked[0]?.url.searchParams ?? [])).toEqual({
      'api-version': '2019-08-01',
      resource: 'https://graph.microsoft.com',
      client_id: clientId,
    });
  });
  it('says when the token ends, and that one of a long life is to be renewed in the middle', async () => {
    validForMinutes = 24 * 60;
    const token = await identityOf(randomUUID()).getToken(SCOPE);
    const now = Date.now();
    expect(Math.abs((token?.expiresOnTimestamp ?? 0) - now - 24 * 60 * MINUTE)).toBeLessThan(MINUTE);
    expect(Math.abs((token?.refreshAfterTimestamp ?? 0) - now - 12 * 60 * MINUTE)).toBeLessThan(MINUTE);
  });
  it('fails by the name of a credential that is not available where the platform denies it', async () => {
    answers = [{ status: 400, body: '{"statusCode":400,"message":"no identity"}' }];
    await expect(identityOf(randomUUID()).getToken(SCOPE)).rejects.toMatchObject({
      name: 'CredentialUnavailableError',
    });
  });
});

describe('a token of the platform', () => {
  const moving = () => {
    const fixed = fixedClock();
    clock = fixed;
    return fixed;
  };
  it('is kept, of each resource one', async () => {
    const identity = ours(randomUUID());
    const of = async (scope: string) => (await identity.getToken(scope))?.token;
    expect([await of(SCOPE), await of('https://vault.azure.net/.default'), await of(SCOPE)]).toEqual([
      'token-1',
      'token-2',
      'token-1',
    ]);
  });
  it('is replaced by a new one when claims are to be answered', async () => {
    const identity = ours(randomUUID());
    await identity.getToken(SCOPE);
    expect(await identity.getToken(SCOPE, { claims: '{}' })).toMatchObject({ token: 'token-2' });
    expect(await identity.getToken([SCOPE])).toMatchObject({ token: 'token-2' });
  });
  it('is asked for once by those who need it at the same time', async () => {
    const identity = ours(randomUUID());
    await Promise.all([1, 2, 3, 4].map(() => identity.getToken(SCOPE)));
    expect(asked.length).toBe(1);
  });
  it('is asked for again after the endpoint has failed for a moment', async () => {
    answers = [{ status: 503, body: '' }];
    expect(await ours(randomUUID()).getToken(SCOPE)).toMatchObject({ token: 'token-2' });
  });
  it.each([
    ['is kept until five minutes before its end', 60, 54, 'token-1'],
    ['is not used later', 60, 56, 'token-2'],
    ['is renewed in the middle of a long life', 600, 301, 'token-2'],
  ])('%s', async (_rule, minutes, later, expected) => {
    validForMinutes = minutes;
    const time = moving();
    const identity = ours(randomUUID(), time);
    await identity.getToken(SCOPE);
    time.advance(later * MINUTE);
    expect(await identity.getToken(SCOPE)).toMatchObject({ token: expected });
  });
  it('of a long life is used to its end while the endpoint fails', async () => {
    validForMinutes = 600;
    const time = moving();
    const identity = ours(randomUUID(), time);
    await identity.getToken(SCOPE);
    const denied = { status: 400, body: '' };
    answers = [denied, denied];
    time.advance(400 * MINUTE);
    expect(await identity.getToken(SCOPE)).toMatchObject({ token: 'token-1' });
    time.advance(196 * MINUTE);
    await expect(identity.getToken(SCOPE)).rejects.toThrow('no token');
  });
  it.each(['', 'null', '{"access_token":"","expires_on":"1"}', '{"access_token":"t","expires_on":"soon"}'])(
    'is not made of the answer %j',
    async (body) => {
      answers = [{ status: 200, body }];
      await expect(ours(randomUUID()).getToken(SCOPE)).rejects.toMatchObject({
        name: 'CredentialUnavailableError',
      });
    },
  );
});
