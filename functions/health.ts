import type { HttpFunctionOptions, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { CheckReport } from '../shared/ports/health-check';

/** Runs all health checks, or returns their last results. */
export type CheckHealth = () => Promise<readonly CheckReport[]>;

/**
 * `GET /api/health`: 200 if no health check has failed, else 503. Monitors have no key, so the answer says nothing else;
 * what has failed is logged.
 */
export function health(check: CheckHealth): HttpFunctionOptions {
  return {
    methods: ['GET'],
    route: 'health',
    authLevel: 'anonymous',
    handler: async (_request, context) => answer(await check(), context, () => ({})),
  };
}

/**
 * `GET /api/health/details`: the same, with the result of each check, for callers with a function key. With `?tenant=ID` it
 * is that of a connected tenant: only the app's identity can acquire a token there.
 */
export function healthDetails(
  check: CheckHealth,
  checkTenant?: (tenantId: string) => Promise<readonly CheckReport[]>,
): HttpFunctionOptions {
  return {
    methods: ['GET'],
    route: 'health/details',
    authLevel: 'function',
    handler: async ({ query }, context) => {
      const tenantId = query.get('tenant');
      const checks = tenantId === null || !checkTenant ? check() : checkTenant(tenantId);
      return answer(await checks, context, (reports) => ({ checks: reports }));
    },
  };
}

function answer(
  checks: readonly CheckReport[],
  context: InvocationContext,
  details: (checks: readonly CheckReport[]) => object,
): HttpResponseInit {
  const failed = checks.filter(({ status }) => status === 'failed');
  for (const { name, detail } of failed) context.error(`health check failed: ${name}: ${detail}`);
  const isHealthy = failed.length === 0;
  return {
    status: isHealthy ? 200 : 503,
    headers: { 'Cache-Control': 'no-store' },
    jsonBody: { status: isHealthy ? 'healthy' : 'unhealthy', ...details(checks) },
  };
}
