import { readConnection } from '../config/read-tenants';
import { readJson } from '../config/read-json';
import { compact } from '../core/compact';
import type { Connection } from '../core/connection';
import { lists } from '../core/connection';
import { consentLink } from '../core/consent-link';
import { freedSenders } from '../core/freed-senders';
import type { StoredConnections } from '../ports/connection-store';
import { ask } from './ask';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { lostFields } from './lost-fields';
import { printable } from './printable';
import type { TenantDesk, TenantEnvironment } from './tenant-desk';
import { freedText } from './disconnect-tenant';

export interface ConnectOptions {
  readonly tenantId: string;
  readonly source: readonly string[];
  readonly name?: string;
  /** A file with what is stricter in the tenant. */
  readonly policy?: string;
  /** The application by which it is reached, in place of the app's. */
  readonly application?: string;
  readonly sharepointUrl?: string;
  readonly sharepointApplication?: string;
  readonly confirm: boolean;
}

/** Writes the connection to a tenant, after it was shown and confirmed, and prints the link for the consent. */
export async function connectTenant(
  options: ConnectOptions,
  environment: TenantEnvironment,
): Promise<ExitCode> {
  const { terminal } = environment;
  const fields = await fieldsOf(options, environment);
  const read = readConnection(JSON.stringify(fields));
  const problems = [...(read.kind === 'invalid' ? read.problems : []), ...problemsBeside(options)];
  if (read.kind === 'invalid' || problems.length > 0) {
    for (const problem of problems) terminal.error(printable(problem));
    return exitCode.noAnswer;
  }
  const json = JSON.stringify({ ...fields, tenantId: read.value.tenantId });
  const desk = await environment.connectTenants();
  const { store } = desk;
  if (!store) {
    terminal.error('The connections are not in the table of tenants: TENANTS is not table.');
    terminal.error('Add this to the JSON list of the setting TENANTS instead:');
    terminal.out(json);
    printLinks(read.value, desk, environment);
    return exitCode.notDone;
  }
  const before = await store.list();
  terminal.out(`The table of tenants will hold: ${printable(json)}`);
  for (const line of consequences(read.value, before, desk.homeTenantId)) terminal.out(printable(line));
  const { status, detail, remedy = '' } = desk.judge(read.value);
  if (status !== 'ok') terminal.out(printable(`Warning: ${detail} ${remedy}`));
  const stop = await ask(terminal, `Connect the tenant ${read.value.tenantId}?`, {
    confirm: options.confirm,
    instead: '--no-confirm to connect without asking',
    otherwise: 'Nothing was changed.',
  });
  if (stop !== undefined) return stop;
  await store.put(read.value.tenantId, json);
  terminal.out('The tenant is connected. The app uses the connection within a minute.');
  printLinks(read.value, desk, environment);
  return exitCode.done;
}

async function fieldsOf(
  options: ConnectOptions,
  { readFile }: TenantEnvironment,
): Promise<Readonly<Record<string, unknown>>> {
  const { tenantId, source, name, application, sharepointUrl, sharepointApplication } = options;
  const applications = compact({ graph: application, sharePoint: sharepointApplication });
  return compact({
    tenantId,
    name,
    sources: source,
    policy: options.policy === undefined ? undefined : await policyIn(options.policy, readFile),
    applications: Object.keys(applications).length === 0 ? undefined : applications,
    sharePointAdminUrl: sharepointUrl,
  });
}

async function policyIn(file: string, readFile: TenantEnvironment['readFile']): Promise<unknown> {
  const read = readJson(new TextDecoder().decode(await readFile(file)));
  if (read.kind === 'valid') return read.value;
  throw new Error(`${file}: ${read.problems.join('; ')}`);
}

/** Consent to SharePoint is consent to all sites: it has an application of its own, and nothing else has. */
function problemsBeside({ sharepointUrl, sharepointApplication }: ConnectOptions): readonly string[] {
  return (sharepointUrl === undefined) === (sharepointApplication === undefined)
    ? []
    : ['Pass --sharepoint-url and --sharepoint-application together.'];
}

/** What changes with the connection beside the tenant itself. */
function consequences(
  connection: Connection,
  { connections, problems }: StoredConnections,
  homeTenantId: string,
): readonly string[] {
  const { tenantId, sources } = connection;
  const earlier = connections.find((other) => other.tenantId === tenantId);
  const isThere = earlier !== undefined || [...problems.keys()].some((key) => key.toLowerCase() === tenantId);
  const lost = earlier ? lostFields(earlier, connection) : [];
  const others = connections.filter((other) => other.tenantId !== tenantId);
  const freed = freedSenders(connections, [...others, connection]);
  return [
    ...(isThere ? ['It replaces the connection that this tenant has.'] : []),
    ...(lost.length > 0 ? [`The tenant then no longer has: ${lost.join(', ')}.`] : []),
    ...sources.map((name) => {
      const also = others.filter((other) => lists(other, name));
      if (also.length === 0 && tenantId === homeTenantId.toLowerCase())
        return `${name} speaks for the home tenant alone, as it does without this connection.`;
      return also.length === 0
        ? `${name} speaks for this tenant alone, and not for the home tenant unless a connection lists it there.`
        : `${name} speaks for ${String(also.length + 1)} tenants: its requests and alerts must name theirs.`;
    }),
    ...(freed.length > 0 ? [freedText(freed)] : []),
  ];
}

function printLinks(
  { tenantId, applications = {} }: Connection,
  { authorityHost, applicationId }: TenantDesk,
  { terminal }: TenantEnvironment,
): void {
  const links = Object.entries({
    'to sign users out': applications.graph ?? applicationId,
    'to sign users out of SharePoint': applications.sharePoint,
  });
  for (const [purpose, application] of links) {
    if (application === undefined) continue;
    terminal.out(`Link for the tenant's administrator, for the consent ${purpose}:`);
    terminal.out(`  ${consentLink(authorityHost, tenantId, application)}`);
  }
}
