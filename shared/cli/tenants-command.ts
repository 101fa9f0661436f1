import type { Command } from 'commander';
import type { ConnectOptions } from './connect-tenant';
import { connectTenant } from './connect-tenant';
import type { ExitCode } from './exit-code';
import { outputOf } from './output/output';
import type { TenantEnvironment } from './tenant-desk';
import { checkTenants, disconnectTenant, listTenants } from './tenants';

/** Adds the command `tenants`, for those who sign users out in tenants beside the home tenant. */
export function addTenants(root: Command, environment: TenantEnvironment, ended: { code: ExitCode }): void {
  const tenants = root.command('tenants').description('connect, list, check and disconnect other tenants');
  addConnect(tenants, environment, ended);
  tenants
    .command('list')
    .description('list the connected tenants, and the rows that cannot be used')
    .action(async (_options: object, command: Command) => {
      ended.code = await listTenants(outputOf(command, environment.terminal), environment);
    });
  tenants
    .command('check')
    .description('check consent, permissions and policy of one tenant, or of all; changes nothing')
    .argument('[tenantId]', 'its id; default: all')
    .action(async (tenantId: string | undefined, _options: object, command: Command) => {
      ended.code = await checkTenants(tenantId, outputOf(command, environment.terminal), environment);
    });
  tenants
    .command('disconnect')
    .description('disconnect a tenant, whose senders then speak for no tenant')
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
    .description('connect a tenant, and print the link by which its administrator consents')
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
