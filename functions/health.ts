import type { HttpFunctionOptions } from '@azure/functions';
import type { CheckReport } from '../shared/ports/health-check';

/**
 * `GET /api/health`: whether everything is in order that signing users out needs; 200 if so, else 503. Whoever watches
 * the app has no key, so it tells nothing but how each check went.
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
