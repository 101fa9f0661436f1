import type { Command } from 'commander';
import type { ConnectOptions } from './connect-tenant';
import { connectTenant } from './connect-tenant';
import type { ExitCode } from './exit-code';
import { disconnectTenant } from './disconnect-tenant';
import { outputOf } from './output/output';
import type { Reaching } from './reach';
import { reaching } from './reach';
import type { TenantEnvironment } from './tenant-desk';
import { checkTenants, listTenants } from './tenants';

/** What the command `tenants` needs. Only who may write the table of tenants connects and disconnects, without the API. */
export type TenantsEnvironment = TenantEnvironment & Reaching;

/** Adds the command `tenants`, for those who sign users out in tenants beside the home tenant. */
export function addTenants(root: Command, environment: TenantsEnvironment, ended: { code: ExitCode }): void {
  const tenants = root.command('tenants').description('connect, list, check and disconnect other tenants');
  addConnect(tenants, environment, ended);
  tenants
    .command('list')
    .description('list the connected tenants, and the rows that cannot be used')
    .action(async (_options: object, command: Command) => {
      const output = outputOf(command, environment.terminal);
      ended.code = await listTenants(output, reaching(environment, command));
    });
  tenants
    .command('check')
    .description('check consent, permissions and policy of one tenant, or of all; changes nothing')
    .argument('[tenantId]', 'its id; default: all')
    .action(async (tenantId: string | undefined, _options: object, command: Command) => {
      const output = outputOf(command, environment.terminal);
      ended.code = await checkTenants(tenantId, output, reaching(environment, command));
    });
  tenants
    .command('disconnect')
    .description('disconnect a tenant, whose senders then speak for no tenant; needs the settings of the app')
    .argument('<tenantId>', 'its id')
    .option('--forget', 'remove its row: its senders then speak for the home tenant')
    .option('--no-confirm', 'do not ask before disconnecting')
    .action(async (tenantId: string, options: { confirm: boolean; forget?: boolean }) => {
      ended.code = await disconnectTenant({ tenantId, ...options }, environment);
    });
}

function addConnect(tenants: Command, environment: TenantEnvironment, ended: { code: ExitCode }): void {
  tenants
    .command('connect')
    .description(
      'connect a tenant, and print the link by which its administrator consents; needs the settings of the app',
    )
    .argument('<tenantId>', 'its id, a GUID')
    .requiredOption(
      '--source <sender...>',
      'who may speak for it: queue, webhook:NAME, entra:APP_ID, issuer:ISS; may be repeated',
    )
    .option('--name <name>', 'its name, for people')
    .option('--policy <file>', 'a JSON file with what is stricter there; - is the standard input')
    .option('--application <id>', 'the application to which it consents; default: TENANT_APPLICATION_ID')
    .option('--sharepoint-url <url>', 'the origin of its SharePoint admin host')
    .option('--sharepoint-application <id>', 'the application to which it consents for SharePoint')
    .option('--no-confirm', 'do not ask before writing')
    .action(async (tenantId: string, options: Omit<ConnectOptions, 'tenantId'>) => {
      ended.code = await connectTenant({ ...options, tenantId }, environment);
    });
}
