import { compact } from '../core/compact';
import type { Connection } from '../core/connection';
import { isActive } from '../core/connection';
import { freedSenders } from '../core/freed-senders';
import { inParallel } from '../app/in-parallel';
import type { CheckReport } from '../ports/health-check';
import { ask } from './ask';
import { printReports } from './doctor';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { lostFields } from './lost-fields';
import type { Output } from './output/output';
import { print } from './output/print';
import { printable } from './printable';
import { reportView } from './report-view';
import type { TenantDesk, TenantEnvironment } from './tenant-desk';
import type { TenantRow } from './tenant-view';
import { NO_TENANT, tenantView } from './tenant-view';

/** Lists the connected tenants, and the rows that cannot be used. */
export async function listTenants(output: Output, { connectTenants }: TenantEnvironment): Promise<ExitCode> {
  const { connections, problems } = await (await connectTenants()).list();
  const rows: readonly TenantRow[] = [
    ...connections.map((connection) => ({ kind: 'connection' as const, connection })),
    ...[...problems].map(([key, found]) => ({ kind: 'problems' as const, key, problems: found })),
  ];
  await print(rows, tenantView, output);
  return exitCode.done;
}

/** Checks one tenant in detail, or all of them with a line for each. Changes nothing. */
export async function checkTenants(
  tenantId: string | undefined,
  output: Output,
  { terminal, connectTenants }: TenantEnvironment,
): Promise<ExitCode> {
  const desk = await connectTenants();
  const { connections, problems } = await desk.list();
  const rows = [...problems].map(([key, found]): CheckReport => ({
    name: key,
    status: 'failed',
    detail: `The row cannot be used: ${found.join('; ')}.`,
    remedy: 'Connect the tenant again, or disconnect it.',
  }));
  if (tenantId === undefined) {
    const reports = [...(await summaries(connections, desk)), ...rows];
    return printReports(reports, output, { ...reportView, none: NO_TENANT });
  }
  const asked = tenantId.toLowerCase();
  const connection = connections.find((one) => one.tenantId === asked);
  const row = rows.find(({ name }) => name.toLowerCase() === asked);
  if (connection) return printReports(await desk.check(connection), output);
  if (row) return printReports([row], output);
  terminal.error(`The tenant ${asked} is not connected.`);
  return exitCode.notDone;
}

/** So many tenants are checked at the same time. */
const AT_ONCE = 8;

async function summaries(
  connections: readonly Connection[],
  desk: TenantDesk,
): Promise<readonly CheckReport[]> {
  const active = connections.filter(isActive);
  return inParallel(active, AT_ONCE, async (connection) => summary(connection, await desk.check(connection)));
}

function summary({ tenantId, name }: Connection, reports: readonly CheckReport[]): CheckReport {
  const label = name === undefined ? tenantId : `${tenantId} (${name})`;
  const failed = reports.filter(({ status }) => status === 'failed');
  const warnings = reports.filter(({ status }) => status === 'warning');
  const notable = [...failed, ...warnings];
  const [first] = notable;
  if (!first) return { name: label, status: 'ok', detail: 'All checks are in order.' };
  const detail = notable.map((report) => `${report.name}: ${report.detail}`).join(' ');
  return { ...first, name: label, detail };
}

/**
 * Disconnects a tenant, after it was confirmed. Its row stays and names its senders, who would otherwise speak for the
 * home tenant; with `forget` it is removed.
 */
export async function disconnectTenant(
  { tenantId, confirm, forget = false }: DisconnectOptions,
  { terminal, connectTenants }: TenantEnvironment,
): Promise<ExitCode> {
  const { store } = await connectTenants();
  if (!store) {
    terminal.error(
      'The connections are not in the table of tenants: remove the tenant from the setting TENANTS.',
    );
    return exitCode.notDone;
  }
  const asked = tenantId.toLowerCase();
  const { connections, problems } = await store.list();
  const connection = connections.find((one) => one.tenantId === asked);
  if (!connection && ![...problems.keys()].some((key) => key.toLowerCase() === asked)) {
    terminal.error(`The tenant ${asked} is not connected.`);
    return exitCode.notDone;
  }
  const kept = forget ? undefined : connection;
  const freed = freedSenders(
    connections,
    connections.filter((one) => one !== connection || kept !== undefined),
  );
  if (freed.length > 0) terminal.out(freedText(freed));
  const lost = kept ? lostFields(kept, remembered(kept)) : [];
  if (lost.length > 0) terminal.out(`Its row then no longer has: ${lost.join(', ')}.`);
  const stop = await ask(terminal, `Disconnect the tenant ${asked}?`, {
    confirm,
    instead: '--no-confirm to disconnect without asking',
    otherwise: 'Nothing was changed.',
  });
  if (stop !== undefined) return stop;
  if (kept) {
    const { policy: _none, ...row } = remembered(kept);
    await store.put(asked, JSON.stringify(row));
  } else await store.remove(asked);
  const done = kept ? 'The tenant is disconnected.' : 'The tenant is disconnected, and its row removed.';
  terminal.out(`${done} Within a minute nobody can be signed out there.`);
  return exitCode.done;
}

/** What stays of a connection, so that its senders speak for no other tenant. */
function remembered({ tenantId, name, sources }: Connection): Connection {
  return compact({ tenantId, name, sources, policy: {}, disconnected: true });
}

/** How a tenant is disconnected. */
export interface DisconnectOptions {
  readonly tenantId: string;
  readonly confirm: boolean;
  /** Whether its row is removed as well. */
  readonly forget?: boolean;
}

/** A warning about senders that would speak for the home tenant. */
export function freedText(senders: readonly string[]): string {
  return printable(
    `After this no connection lists ${senders.join(', ')}, so that ${senders.length === 1 ? 'it speaks' : 'they speak'} for the home tenant. Remove the sender from the app first, if it is not yours.`,
  );
}
