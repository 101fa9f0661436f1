import { inParallel } from '../app/in-parallel';
import type { CheckReport } from '../ports/health-check';
import { connected } from './connected';
import { printReports } from './doctor';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import type { Output } from './output/output';
import { print } from './output/print';
import type { TenantRecord } from './records';
import { reportView } from './report-view';
import type { RevocationService } from './service';
import type { ServiceEnvironment } from './service-environment';
import { NO_TENANT, tenantView } from './tenant-view';

/** Lists the connected tenants, and the rows that cannot be used. */
export async function listTenants(
  output: Output,
  { service }: Pick<ServiceEnvironment, 'service'>,
): Promise<ExitCode> {
  await connected(service, async (app) => print(await app.listTenants(), tenantView, output));
  return exitCode.done;
}

/** Checks one tenant in detail, or all of them with a line for each. Changes nothing. */
export async function checkTenants(
  tenantId: string | undefined,
  output: Output,
  { terminal, service }: Pick<ServiceEnvironment, 'service' | 'terminal'>,
): Promise<ExitCode> {
  return connected(service, async (app) => {
    if (tenantId === undefined) {
      const active = (await app.listTenants()).filter(({ state }) => state !== 'disconnected');
      const reports = await inParallel(active, AT_ONCE, (tenant) => summary(app, tenant));
      return printReports(reports, output, { ...reportView, none: NO_TENANT });
    }
    const asked = tenantId.toLowerCase();
    const reports = await app.checkTenant(asked);
    if (reports) return printReports(reports, output);
    terminal.error(`The tenant ${asked} is not connected.`);
    return exitCode.notDone;
  });
}

/** So many tenants are checked at the same time. */
const AT_ONCE = 8;

async function summary(app: RevocationService, { id, name }: TenantRecord): Promise<CheckReport> {
  const reports = (await app.checkTenant(id.toLowerCase())) ?? [];
  const label = name === undefined ? id : `${id} (${name})`;
  const failed = reports.filter(({ status }) => status === 'failed');
  const warnings = reports.filter(({ status }) => status === 'warning');
  const notable = [...failed, ...warnings];
  const [first] = notable;
  if (!first) return { name: label, status: 'ok', detail: 'All checks are in order.' };
  const detail = notable
    .map((report) => (report.name === id ? report.detail : `${report.name}: ${report.detail}`))
    .join(' ');
  return { ...first, name: label, detail };
}
