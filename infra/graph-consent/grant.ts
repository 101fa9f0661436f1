import { execSync } from 'node:child_process';
import { ALWAYS, BY_OPTION } from './permissions';

// Grants the identity of the app the application permissions of Microsoft Graph that it needs, as main.bicep does:
//   node build/infra/graph-consent/grant.js PRINCIPAL_ID [OPTION...]
// Needs the Azure CLI, signed in as Privileged Role Administrator, and works in every shell. Repeating it is harmless.
// GRAPH_ENDPOINT: the root of Microsoft Graph, if it is not that of the cloud of the Azure CLI.

const USAGE = `usage: node build/infra/graph-consent/grant.js PRINCIPAL_ID ${Object.keys(BY_OPTION)
  .map((option) => `[${option}]`)
  .join(' ')}`;
/** The application id of Microsoft Graph, in every cloud. */
const GRAPH = '00000003-0000-0000-c000-000000000000';
const PRINCIPAL = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** What a shell can be given as it is. */
const ROOT = /^(?:https:\/\/[\w.-]+|http:\/\/127\.0\.0\.1)(?::\d+)?$/;

interface AppRole {
  readonly id: string;
  readonly value: string | null;
}
interface Assignment {
  readonly resourceId: string;
  readonly appRoleId: string;
}
interface Page<T> {
  readonly value: readonly T[];
  readonly '@odata.nextLink'?: string;
}

class Stop extends Error {}

/** By a shell, since the Azure CLI of Windows is a script; nothing in a command needs quotation marks. */
function az(command: string): string {
  try {
    return execSync(`az ${command}`, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
  } catch {
    throw new Stop('The Azure CLI failed: see above. Sign in with az login.');
  }
}

function graphRoot(): string {
  const named = process.env['GRAPH_ENDPOINT'];
  const root = named ?? az('cloud show --query endpoints.microsoftGraphResourceId --output tsv');
  const trimmed = root.replace(/\/$/, '');
  if (!ROOT.test(trimmed)) throw new Stop(`Not the root of Microsoft Graph: ${root}`);
  return trimmed;
}

/** Calls Microsoft Graph as the user of the Azure CLI. */
function client(root: string): (path: string, body?: object) => Promise<unknown> {
  const token = az(`account get-access-token --resource ${root} --query accessToken --output tsv`);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async (path, body) => {
    const url = path.startsWith(`${root}/`) ? path : `${root}/v1.0${path}`;
    const response = await fetch(
      url,
      body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers },
    ).catch((error: unknown) => {
      throw new Stop(
        `Microsoft Graph cannot be reached at ${root}: ${reasonOf(error)}. Behind a proxy set HTTPS_PROXY, and NODE_USE_ENV_PROXY=1 with Node 24 or later.`,
      );
    });
    const text = await response.text();
    if (!response.ok)
      throw new Stop(`Microsoft Graph answered ${String(response.status)} to ${url}: ${text}`);
    return JSON.parse(text) as unknown;
  };
}

/** Of a failed `fetch`, whose own message says nothing. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}

async function grant(principal: string, permissions: readonly string[]): Promise<void> {
  const root = graphRoot();
  const call = client(root);
  const graph = (await call(`/servicePrincipals(appId='${GRAPH}')?$select=id,appRoles`)) as {
    readonly id: string;
    readonly appRoles: readonly AppRole[];
  };
  const assignments = `/servicePrincipals/${principal}/appRoleAssignments`;
  const granted = new Set<string>();
  for (let next: string | undefined = assignments; next !== undefined;) {
    const page = (await call(next)) as Page<Assignment>;
    for (const { resourceId, appRoleId } of page.value) if (resourceId === graph.id) granted.add(appRoleId);
    next = page['@odata.nextLink'];
  }
  // All are looked up before the first is granted.
  const roles = permissions.map((permission) => {
    const role = graph.appRoles.find(({ value }) => value === permission);
    if (!role) throw new Stop(`Microsoft Graph has no application permission ${permission}.`);
    return { permission, id: role.id };
  });
  for (const { permission, id } of roles) {
    if (!granted.has(id))
      await call(assignments, { principalId: principal, resourceId: graph.id, appRoleId: id });
    console.log(`${permission}: ${granted.has(id) ? 'granted already' : 'granted'}`);
  }
}

async function main([principal, ...options]: readonly string[]): Promise<void> {
  const unknown = options.filter((option) => !(option in BY_OPTION));
  if (unknown.length > 0) throw new Stop(`Unknown option: ${unknown.join(' ')}\n${USAGE}`);
  if (principal === undefined || !PRINCIPAL.test(principal)) {
    throw new Stop(`The object id of the identity is missing: the output IDENTITY_PRINCIPAL_ID.\n${USAGE}`);
  }
  await grant(principal, [...ALWAYS, ...options.flatMap((option) => BY_OPTION[option] ?? [])]);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof Stop)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
