import { compact } from '../core/compact';
import type { Connection } from '../core/connection';
import { freedSenders } from '../core/freed-senders';
import { ask } from './ask';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { lostFields } from './lost-fields';
import { printable } from './printable';
import type { TenantEnvironment } from './tenant-desk';

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
