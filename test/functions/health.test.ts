import { describe, expect, it } from '@jest/globals';
import { HttpRequest, InvocationContext } from '@azure/functions';
import { health } from '../../functions/health';
import type { CheckReport } from '../../shared/ports/health-check';

async function answerFor(reports: readonly CheckReport[]): Promise<unknown> {
  const request = new HttpRequest({ url: 'http://x/api/health', method: 'GET' });
  const quiet = new InvocationContext({ logHandler: () => undefined });
  return health(() => Promise.resolve(reports)).handler(request, quiet);
}
const ok: CheckReport = { name: 'ledger', status: 'ok', detail: 'Fine.' };

describe('GET /api/health', () => {
  it('answers 200 when nothing has failed, and lists each check', async () =>
    expect(await answerFor([ok, { ...ok, status: 'warning' }])).toMatchObject({
      status: 200,
      jsonBody: { status: 'healthy', checks: [ok, { ...ok, status: 'warning' }] },
    }));
  it('answers 503 when a check has failed, so that monitoring need not read the body', async () =>
    expect(await answerFor([ok, { ...ok, status: 'failed' }])).toMatchObject({
      status: 503,
      headers: { 'Cache-Control': 'no-store' },
      jsonBody: { status: 'unhealthy' },
    }));
  it('needs no key, since monitoring has none', () =>
    expect(health(() => Promise.resolve([])).authLevel).toBe('anonymous'));
});
