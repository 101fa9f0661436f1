import { describe, expect, it } from '@jest/globals';
import { HttpRequest, InvocationContext } from '@azure/functions';
import { health, healthDetails } from '../../functions/health';
import { problemsOfStart, startFailure } from '../../functions/start-with-health-only';
import { configurationReports } from '../../shared/health/configuration-reports';
import type { CheckReport } from '../../shared/ports/health-check';

const ok: CheckReport = { name: 'ledger', status: 'ok', detail: 'Fine.' };
const bad: CheckReport = { name: 'token', status: 'failed', detail: 'None.' };

async function answerOf(
  endpoint: typeof health,
  reports: readonly CheckReport[],
  logged: unknown[] = [],
): Promise<unknown> {
  const request = new HttpRequest({ url: 'http://x/api/health', method: 'GET' });
  const context = new InvocationContext({ logHandler: (...line) => void logged.push(line) });
  return endpoint(() => Promise.resolve(reports)).handler(request, context);
}

describe('GET /api/health', () => {
  it.each([
    [200, 'healthy', [ok, { ...ok, status: 'warning' }]],
    [503, 'unhealthy', [ok, bad]],
  ] as const)('answers %i and only that the app is %s: callers have no key', async (status, word, reports) =>
    expect(await answerOf(health, reports)).toEqual({
      status,
      headers: { 'Cache-Control': 'no-store' },
      jsonBody: { status: word },
    }),
  );
  it('logs each check that has failed as an error', async () => {
    const logged: unknown[] = [];
    await answerOf(health, [ok, bad], logged);
    expect(logged).toEqual([['error', 'health check failed: token: None.']]);
  });
  it('needs no key, since monitoring has none', () =>
    expect(health(() => Promise.resolve([])).authLevel).toBe('anonymous'));
});

describe('GET /api/health/details', () => {
  it('answers the result of each check as well', async () =>
    expect(await answerOf(healthDetails, [ok, bad])).toMatchObject({
      status: 503,
      jsonBody: { status: 'unhealthy', checks: [ok, bad] },
    }));
  it('answers the checks of a connected tenant instead, if it is asked for one', async () => {
    const request = new HttpRequest({ url: 'http://x/api/health/details?tenant=northwind', method: 'GET' });
    const context = new InvocationContext({ logHandler: () => undefined });
    const never = () => Promise.reject(new Error('The home tenant is not checked.'));
    const { handler } = healthDetails(never, (tenantId) => Promise.resolve([{ ...ok, detail: tenantId }]));
    expect(await handler(request, context)).toMatchObject({
      jsonBody: { checks: [{ detail: 'northwind' }] },
    });
  });
  it('needs a key', () => expect(healthDetails(() => Promise.resolve([])).authLevel).toBe('function'));
});

describe('an app that cannot start', () => {
  const problems = ['TENANT_ID: is required', 'REVOCATION_POLICY: is not JSON'];
  it('names every problem in a line that the host takes for an error', () => {
    const lines = startFailure(problems);
    expect(lines).toHaveLength(problems.length + 1);
    for (const line of lines) expect(line).toMatch(/^[^\n]*\berror\b[^\n]*$/i);
    for (const problem of problems) expect(lines.some((line) => line.includes(problem))).toBe(true);
  });
  it('fails its health check with every problem', async () =>
    expect(await answerOf(healthDetails, configurationReports(problems))).toMatchObject({
      status: 503,
      jsonBody: { checks: problems.map((detail) => ({ name: 'configuration', status: 'failed', detail })) },
    }));
  it('never quotes a connection string', () => {
    const [problem] = problemsOfStart(new TypeError('Endpoint=sb://x;SharedAccessKey=secret'));
    expect(problem).toContain('TypeError');
    expect(problem).not.toContain('secret');
  });
});
