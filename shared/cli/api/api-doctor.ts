import * as z from 'zod';
import { roles } from '../../api/roles';
import { compact } from '../../core/compact';
import type { CheckReport } from '../../ports/health-check';
import type { StatusRecord } from '../records';
import { checkRecord, statusRecord } from '../records';
import type { RevocationService } from '../service';
import type { ApiClient } from './api-client';
import { ApiFailure } from './api-failure';
import { roleRemedy } from './role-remedy';
import { ownClaims } from './token-claims';

const details = z.looseObject({ checks: z.array(checkRecord) });

/** What a check of the app says; `503` has the reports as well. */
async function healthDetails(client: ApiClient, tenant?: string): Promise<readonly CheckReport[]> {
  const { body } = await client.call({ method: 'GET', path: 'health/details', query: { tenant } }, [503]);
  const { checks } = details.parse(body);
  return checks.map(({ name, status, detail, remedy }) => compact({ name, status, detail, remedy }));
}

/** The connected tenants, over the API. */
export function apiTenants(client: ApiClient): Pick<RevocationService, 'listTenants' | 'checkTenant'> {
  return {
    listTenants: async () => {
      const { tenants } = statusRecord.parse((await client.call({ method: 'GET', path: 'status' })).body);
      if (tenants === undefined) throw new Error('The app cannot read its connected tenants now.');
      return tenants.filter(({ state }) => state !== 'home');
    },
    checkTenant: async (tenantId) => {
      try {
        return await healthDetails(client, tenantId);
      } catch (error) {
        if (error instanceof ApiFailure && error.code === 'notFound') return undefined;
        throw error;
      }
    },
  };
}

/** Who calls, with which roles, what the app says of itself, and its checks. What the caller may not read is a report as well. */
export async function apiDoctor(client: ApiClient): Promise<readonly CheckReport[]> {
  const caller = callerReport(await client.token());
  const status = await readable(async () =>
    statusRecord.parse((await client.call({ method: 'GET', path: 'status' })).body),
  );
  const checks = await readable(() => healthDetails(client));
  if (checks.denied) return [caller, checks.denied];
  const ofApp = status.value ? [statusReport(client.url, status.value)] : [];
  return [caller, ...ofApp, ...(checks.value ?? [])];
}

interface Readable<T> {
  readonly value?: T;
  readonly denied?: CheckReport;
}

async function readable<T>(read: () => Promise<T>): Promise<Readable<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    // An earlier version of the app has no status.
    if (error instanceof ApiFailure && error.status === 404) return {};
    if (!(error instanceof ApiFailure) || error.code !== 'noRole') throw error;
    const detail = `You may not read what the app reports: ${error.detail}.`;
    return { denied: { name: 'report', status: 'failed', detail, remedy: roleRemedy(roles.read) } };
  }
}

function callerReport(token: string): CheckReport {
  const own = ownClaims(token);
  if (!own) return { name: 'caller', status: 'warning', detail: 'The token of the sign-in cannot be read.' };
  if (own.roles.length === 0) {
    const detail = `${own.name} is signed in, and has no role of the app.`;
    return { name: 'caller', status: 'failed', detail, remedy: roleRemedy() };
  }
  return { name: 'caller', status: 'ok', detail: `${own.name} is signed in, with ${own.roles.join(', ')}.` };
}

function statusReport(
  url: string,
  { mode, enabled, switch: row, waiting, version }: StatusRecord,
): CheckReport {
  const parts = [
    `${url}: version ${version ?? 'unknown'}, mode ${mode}`,
    enabled ? 'enabled' : 'not enabled',
    row?.state === 'stopped'
      ? `stopped by ${row.by ?? 'somebody'}: ${row.reason ?? 'no reason'}`
      : 'not stopped',
    ...(waiting ? [`${String(waiting.count)} waiting for approval`] : []),
  ];
  const detail = `${parts.join('; ')}.`;
  const acts = enabled && row?.state !== 'stopped';
  return { name: 'app', status: acts ? 'ok' : 'warning', detail };
}
