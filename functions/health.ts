import type { HttpFunctionOptions } from '@azure/functions';
import type { CheckReport } from '../shared/ports/health-check';

/**
 * `GET /api/health`: runs all health checks; 200 if none has failed, else 503. Monitors have no key, so the answer
 * contains only the result of each check.
 */
export function health(check: () => Promise<readonly CheckReport[]>): HttpFunctionOptions {
  return {
    methods: ['GET'],
    route: 'health',
    authLevel: 'anonymous',
    handler: async (_request, context) => {
      const checks = await check();
      const failed = checks.filter(({ status }) => status === 'failed');
      for (const { name, detail } of failed) context.warn(`${name}: ${detail}`);
      return {
        status: failed.length === 0 ? 200 : 503,
        headers: { 'Cache-Control': 'no-store' },
        jsonBody: { status: failed.length === 0 ? 'healthy' : 'unhealthy', checks },
      };
    },
  };
}
