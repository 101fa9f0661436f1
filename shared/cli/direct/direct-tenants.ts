import type { Connection } from '../../core/connection';
import type { TenantRecord } from '../records';
import type { RevocationService } from '../service';
import type { TenantDesk } from '../tenant-desk';

/** The connected tenants, as this machine can read and check them. */
export function directTenants(
  connect: () => Promise<TenantDesk>,
): Pick<RevocationService, 'listTenants' | 'checkTenant'> {
  return {
    listTenants: async () => {
      const { connections, problems } = await (await connect()).list();
      return [...connections.map(recordOf), ...[...problems].map(unusable)];
    },
    checkTenant: async (tenantId) => {
      const desk = await connect();
      const { connections, problems } = await desk.list();
      const connection = connections.find((one) => one.tenantId === tenantId);
      if (connection) return desk.check(connection);
      const row = [...problems].find(([key]) => key.toLowerCase() === tenantId);
      return row && [unusableReport(row)];
    },
  };
}

type Row = readonly [string, readonly string[]];

/** What is wrong with a row that cannot be used. */
function unusableReport([key, problems]: Row) {
  return {
    name: key,
    status: 'failed',
    detail: `The row cannot be used: ${problems.join('; ')}.`,
    remedy: 'Connect the tenant again, or disconnect it.',
  } as const;
}

function recordOf(connection: Connection): TenantRecord {
  const state = connection.disconnected ? 'disconnected' : 'connected';
  return { ...connection, id: connection.tenantId, state, policy: { ...connection.policy } };
}

function unusable([key, problems]: Row): TenantRecord {
  return { id: key, state: 'unusable', key, problems: [...problems] };
}
