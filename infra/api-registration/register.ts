import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { CallGraph } from '../graph-consent/graph';
import { Stop, allPages, connectToGraph, runCommand } from '../graph-consent/graph';
import type { Application, Wanted } from './registration';
import { ROLE_OPTIONS, UNIQUE_NAME, applicationBody, clientsBody, idOf, spaBody } from './registration';

// Registers the HTTP API and the console in Entra ID, as main.bicep does, and gives roles:
//   node build/infra/api-registration/register.js [--console-url URL] [--approvers ID,ID] …
// Needs the Azure CLI, signed in as Cloud Application Administrator, and works in every shell. Repeating it is harmless: it adds
// what is missing, and takes nothing away.
// GRAPH_ENDPOINT: the root of Microsoft Graph, if it is not that of the cloud of the Azure CLI.

const USAGE = `usage: node build/infra/api-registration/register.js [--console-url URL] [--console-client-id ID] [--name NAME]
  ${Object.keys(ROLE_OPTIONS)
    .map((name) => `[--${name} ID,ID]`)
    .join(' ')}`;
const ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

type RoleOption = keyof typeof ROLE_OPTIONS;

interface Options extends Wanted {
  /** The object ids of the holders of each role. */
  readonly holders: Readonly<Record<RoleOption, readonly string[]>>;
}

function optionsOf(args: readonly string[]): Options {
  const { values } = parsed(args);
  const consoleUrl = values['console-url'];
  const clientId = values['console-client-id']?.toLowerCase();
  if (consoleUrl !== undefined && !isPage(consoleUrl))
    throw usage(`Not an https URL without a query: ${consoleUrl}`);
  if (clientId !== undefined && !ID.test(clientId)) throw usage(`Not an application id: ${clientId}`);
  if (clientId !== undefined && consoleUrl === undefined)
    throw usage('--console-client-id needs --console-url.');
  return {
    ...(values.name !== undefined && { displayName: values.name }),
    ...(consoleUrl !== undefined && { consoleUrl }),
    ...(clientId !== undefined && { consoleClientId: clientId }),
    holders: {
      readers: idsOf(values.readers),
      requesters: idsOf(values.requesters),
      approvers: idsOf(values.approvers),
      operators: idsOf(values.operators),
    },
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    'console-url': text,
    'console-client-id': text,
    name: text,
    readers: text,
    requesters: text,
    approvers: text,
    operators: text,
  };
  try {
    return parseArgs({ args: [...args], options, strict: true });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

function idsOf(list = ''): readonly string[] {
  const ids = list.split(',').filter((id) => id !== '');
  const wrong = ids.find((id) => !ID.test(id));
  if (wrong !== undefined) throw usage(`Not an object id: ${wrong}`);
  return ids.map((id) => id.toLowerCase());
}

/** Entra ID takes `*` in a redirect URI: pages of others would be sent the codes of people. */
function isPage(written: string): boolean {
  const url = URL.parse(written);
  const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return isPlain && url.protocol === 'https:' && !written.includes('*');
}

function usage(problem: string): Stop {
  return new Stop(`${problem}\n${USAGE}`);
}

const APPLICATION = `/applications(uniqueName='${UNIQUE_NAME}')`;

async function register({ holders, ...wanted }: Options): Promise<void> {
  const call = connectToGraph();
  // Nothing is written if the application of the page does not exist.
  const page = await pageOf(call, wanted);
  const existing = (await call(APPLICATION, { mayBeMissing: true })) as Application | undefined;
  await call(APPLICATION, {
    method: 'PATCH',
    body: applicationBody(wanted, existing),
    createIfMissing: true,
  });
  const application = (await soon(call, APPLICATION)) as Application;
  await call(APPLICATION, { method: 'PATCH', body: clientsBody(wanted, application) });
  console.log(`application ${application.appId}: ${existing ? 'updated' : 'created'}`);
  if (page) await addRedirect(call, page, wanted.consoleUrl ?? '');
  const principal = `/servicePrincipals(appId='${application.appId}')`;
  // Somebody without a role gets no token at all.
  const body = { appRoleAssignmentRequired: true };
  await call(principal, { method: 'PATCH', body, createIfMissing: true });
  const { id } = (await soon(call, principal)) as { readonly id: string };
  await assign(call, id, holders);
  report(application.appId, wanted);
}

/** The other application by which people sign in to the page. */
async function pageOf(call: CallGraph, { consoleClientId }: Wanted): Promise<Application | undefined> {
  if (consoleClientId === undefined) return undefined;
  const found = await call(`/applications(appId='${consoleClientId}')`, { mayBeMissing: true });
  if (found === undefined) throw new Stop(`There is no application ${consoleClientId} in this tenant.`);
  return found as Application;
}

async function addRedirect(call: CallGraph, page: Application, url: string): Promise<void> {
  await call(`/applications/${page.id}`, { method: 'PATCH', body: { spa: spaBody([url], page) } });
  console.log(`application ${page.appId}: redirect URI ${url}`);
}

interface Assignment {
  readonly principalId: string;
  readonly appRoleId: string;
}

async function assign(call: CallGraph, resourceId: string, holders: Options['holders']): Promise<void> {
  const path = `/servicePrincipals/${resourceId}/appRoleAssignedTo`;
  const rows = await allPages<Assignment>(call, path);
  for (const [option, { value }] of Object.entries(ROLE_OPTIONS)) {
    const appRoleId = idOf(value);
    for (const principalId of holders[option as RoleOption]) {
      const isThere = rows.some((row) => row.principalId === principalId && row.appRoleId === appRoleId);
      if (!isThere) await call(path, { method: 'POST', body: { principalId, resourceId, appRoleId } });
      console.log(`${value} for ${principalId}: ${isThere ? 'given already' : 'given'}`);
    }
  }
}

const TRIES = 15;
const PAUSE_MS = 1_000;

/** What was just created: Microsoft Graph may not show it at once. */
async function soon(call: CallGraph, path: string): Promise<unknown> {
  for (let tries = 1; tries < TRIES; tries++) {
    const found = await call(path, { mayBeMissing: true });
    if (found !== undefined) return found;
    await sleep(PAUSE_MS);
  }
  return call(path);
}

function report(audience: string, { consoleUrl, consoleClientId = audience }: Wanted): void {
  console.log(`\nSet it, and deploy:\n\nazd env set API_AUDIENCE ${audience}`);
  if (consoleUrl !== undefined) {
    console.log(
      `azd env set API_CONSOLE_CLIENT_ID ${consoleClientId}\nazd env set CONSOLE_URL ${consoleUrl}`,
    );
  }
  console.log('azd provision');
}

runCommand((args) => register(optionsOf(args)));
