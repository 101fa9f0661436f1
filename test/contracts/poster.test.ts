import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { fetchPoster } from '../../shared/adapters/notifications/fetch-poster';
import type { Poster } from '../../shared/ports/poster';
import type { Receiver } from '../../local/receiver';
import { startReceiver } from '../../local/receiver';
import { loopbackCertificate } from '../../local/tenant/certificate';
import { NOW } from '../support/builders';
import { inMemoryPoster } from '../twins/in-memory-poster';

let receiver: Receiver;
beforeAll(async () => {
  const certificate = await loopbackCertificate();
  setDefaultCACertificates([...getCACertificates('default'), certificate.cert]);
  receiver = await startReceiver(certificate);
});
afterAll(() => receiver.stop());

const body = new TextEncoder().encode('{"ü":1}');
const post = (path: string, headers: Readonly<Record<string, string>> = {}) => ({
  url: `${receiver.origin}${path}`,
  headers: { 'content-type': 'application/json', ...headers },
  body,
});
const real = (timeoutMs?: number): Poster => fetchPoster({ now: () => NOW }, timeoutMs);

interface Side {
  readonly poster: () => Poster;
  readonly refusing: (path: string) => Poster;
}
const sides: readonly (readonly [string, Side])[] = [
  [
    'fetch',
    {
      poster: real,
      refusing: (path) => {
        receiver.answer(path, { status: 429, headers: { 'retry-after': '7' } });
        return real();
      },
    },
  ],
  [
    'the twin',
    {
      poster: inMemoryPoster,
      refusing: (path) => {
        const twin = inMemoryPoster();
        twin.answer(post(path).url, { kind: 'failed', reason: 'HTTP 429', retryAfterMs: 7_000 });
        return twin;
      },
    },
  ],
];

describe.each(sides)('a post by %s', (_name, { poster, refusing }) => {
  it('is accepted by any answer of success', async () =>
    expect(await poster().post(post('/accepted?sig=s'))).toEqual({ kind: 'accepted' }));
  it('that is refused says how, and how long to wait', async () =>
    expect(await refusing('/limited').post(post('/limited'))).toEqual({
      kind: 'failed',
      reason: 'HTTP 429',
      retryAfterMs: 7_000,
    }));
});

describe('over the wire, a post', () => {
  it('arrives with its path, its query, its headers and its bytes', async () => {
    await real().post(post('/a/b?sig=s%2B', { 'webhook-id': 'o-1' }));
    const arrived = receiver.deliveries.at(-1);
    expect(arrived?.path).toBe('/a/b?sig=s%2B');
    expect(arrived?.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'o-1' });
    expect(arrived?.body.equals(body)).toBe(true);
  });
  it('follows no redirect, which could lead to an address that nobody has configured', async () => {
    receiver.answer('/moved', { status: 307, headers: { location: `${receiver.origin}/inside` } });
    expect(await real().post(post('/moved'))).toEqual({ kind: 'failed', reason: 'HTTP 307' });
    expect(receiver.deliveries.map(({ path }) => path)).not.toContain('/inside');
  });
  it('ends when nobody answers in time', async () => {
    receiver.answer('/slow', { status: 200, afterMs: 60_000 });
    expect(await real(50).post(post('/slow'))).toEqual({ kind: 'failed', reason: 'TimeoutError' });
  });
  it.each([
    ['the name does not exist', 'https://nowhere.invalid/secret', 'ENOTFOUND|EAI_AGAIN'],
    ['the address is none', 'https://[/secret', 'ERR_INVALID_URL'],
  ])('that fails since %s names the code, and nothing of the address', async (_why, url, code) => {
    const posted = await real().post({ url, headers: {}, body });
    expect(posted).toEqual({ kind: 'failed', reason: expect.stringMatching(new RegExp(`^(?:${code})$`)) });
  });
  it('that nobody takes fails with the code of the connection', async () => {
    const gone = await startReceiver(await loopbackCertificate());
    await gone.stop();
    const posted = await real().post({ url: `${gone.origin}/secret`, headers: {}, body });
    expect(posted).toEqual({ kind: 'failed', reason: 'ECONNREFUSED' });
  });
  it('does not trust a certificate that nobody vouches for', async () => {
    const other = await startReceiver(await loopbackCertificate());
    const posted = await real().post({ url: `${other.origin}/x`, headers: {}, body });
    await other.stop();
    expect(posted).toMatchObject({ kind: 'failed' });
    expect(other.deliveries).toEqual([]);
  });
});
