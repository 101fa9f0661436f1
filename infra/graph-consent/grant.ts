import { Stop, allPages, connectToGraph, runCommand } from './graph';
import { ALWAYS, BY_OPTION, BY_STEP } from './permissions';

// Grants the identity of the app the application permissions of Microsoft Graph that it needs, as main.bicep does:
//   node build/infra/graph-consent/grant.js PRINCIPAL_ID [OPTION...]
// Needs the Azure CLI, signed in as Privileged Role Administrator, and works in every shell. Repeating it is harmless.
// GRAPH_ENDPOINT: the root of Microsoft Graph, if it is not that of the cloud of the Azure CLI.

const USAGE = `usage: node build/infra/graph-consent/grant.js PRINCIPAL_ID ${Object.keys(BY_OPTION)
  .map((option) => `[${option}]`)
  .join(' ')} [--steps=STEP,… | --only-steps=STEP,…]
STEP: ${Object.keys(BY_STEP).join(', ')}`;
/** The application id of Microsoft Graph, in every cloud. */
const GRAPH = '00000003-0000-0000-c000-000000000000';
const PRINCIPAL = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

interface AppRole {
  readonly id: string;
  readonly value: string | null;
}
interface Assignment {
  readonly resourceId: string;
  readonly appRoleId: string;
}

async function grant(principal: string, permissions: readonly string[]): Promise<void> {
  const call = connectToGraph();
  const graph = (await call(`/servicePrincipals(appId='${GRAPH}')?$select=id,appRoles`)) as {
    readonly id: string;
    readonly appRoles: readonly AppRole[];
  };
  const assignments = `/servicePrincipals/${principal}/appRoleAssignments`;
  const rows = await allPages<Assignment>(call, assignments);
  const granted = new Set(
    rows.filter(({ resourceId }) => resourceId === graph.id).map(({ appRoleId }) => appRoleId),
  );
  // All are looked up before the first is granted.
  const roles = permissions.map((permission) => {
    const role = graph.appRoles.find(({ value }) => value === permission);
    if (!role) throw new Stop(`Microsoft Graph has no application permission ${permission}.`);
    return { permission, id: role.id };
  });
  for (const { permission, id } of roles) {
    if (!granted.has(id))
      await call(assignments, {
        method: 'POST',
        body: { principalId: principal, resourceId: graph.id, appRoleId: id },
      });
    console.log(`${permission}: ${granted.has(id) ? 'granted already' : 'granted'}`);
  }
}

/** `--steps` adds what steps of a containment need; `--only-steps` is for the identity that does nothing else. */
const STEPS = /^--(only-)?steps=([\w,]+)$/;

/** What an option grants; undefined: it is not known. */
function permissionsOf(option: string): readonly string[] | undefined {
  const steps = STEPS.exec(option)?.[2]?.split(',');
  if (!steps) return option in BY_OPTION ? [BY_OPTION[option] ?? ''] : undefined;
  if (steps.some((step) => !(step in BY_STEP))) return undefined;
  return steps.flatMap((step) => BY_STEP[step]?.needed ?? []);
}

async function main([principal, ...options]: readonly string[]): Promise<void> {
  const unknown = options.filter((option) => !permissionsOf(option));
  if (unknown.length > 0) throw new Stop(`Unknown option: ${unknown.join(' ')}\n${USAGE}`);
  if (principal === undefined || !PRINCIPAL.test(principal)) {
    throw new Stop(`The object id of the identity is missing: the output IDENTITY_PRINCIPAL_ID.\n${USAGE}`);
  }
  const always = options.some((option) => option.startsWith('--only-')) ? [] : ALWAYS;
  const permissions = [...always, ...options.flatMap((option) => permissionsOf(option) ?? [])];
  await grant(principal, [...new Set(permissions)]);
}

runCommand(main);
