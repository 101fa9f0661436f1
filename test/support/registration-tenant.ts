import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { listen } from '../../local/listen';

type Row = Record<string, unknown>;

/** A tenant whose applications can be registered: an Azure CLI that is signed in, and that part of Microsoft Graph. */
export interface RegistrationTenant {
  readonly environment: Readonly<Record<string, string>>;
  readonly applications: Row[];
  readonly principals: Row[];
  readonly assignments: Row[];
  /** The calls that have written something. */
  readonly writes: string[];
  stop(): Promise<void>;
}

const TOKEN = 'token-of-the-azure-cli';
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Starts it, with the applications that are there. What is created is shown at the second look only, as in Entra ID. */
export async function startRegistrationTenant(existing: readonly Row[] = []): Promise<RegistrationTenant> {
  const applications: Row[] = structuredClone([...existing]);
  const [principals, assignments]: [Row[], Row[]] = [[], []];
  const writes: string[] = [];
  const unseen = new Set<Row>();
  let made = 0;
  const make = (rows: Row[], row: Row): Row => {
    rows.push(row);
    unseen.add(row);
    return row;
  };
  const find = (path: string): { readonly rows: Row[]; readonly key: Row; readonly row: Row | undefined } => {
    const [, kind = '', name = 'id', quoted, plain] =
      /^\/v1\.0\/(applications|servicePrincipals)(?:\((\w+)='([^']*)'\)|\/([\w-]+))$/.exec(path) ?? [];
    const rows = kind === 'applications' ? applications : principals;
    const key = { [name]: quoted ?? plain };
    return { rows, key, row: rows.find((one) => one[name] === (quoted ?? plain)) };
  };
  const answer = async (request: IncomingMessage): Promise<readonly [number, unknown?]> => {
    const { method = '', url: path = '', headers } = request;
    if (headers.authorization !== `Bearer ${TOKEN}`) return [401, {}];
    const body = method === 'GET' ? {} : ((await json(request)) as Row);
    if (method !== 'GET') writes.push(`${method} ${path}`);
    const [, principal] = /^\/v1\.0\/servicePrincipals\/([\w-]+)\/appRoleAssignedTo/.exec(path) ?? [];
    if (principal !== undefined) {
      if (method === 'POST') return [201, assignments.push(body)];
      const isFirst = !path.includes('skiptoken');
      const value = isFirst ? assignments.slice(0, 1) : assignments.slice(1);
      const next = `${root}/v1.0/servicePrincipals/${principal}/appRoleAssignedTo?$skiptoken=2`;
      return [200, { value, ...(isFirst && { '@odata.nextLink': next }) }];
    }
    const { rows, key, row } = find(path);
    if (method === 'GET') return row && !unseen.delete(row) ? [200, row] : [404, {}];
    const wrong = refusal(body, row);
    if (wrong !== undefined) return [400, { error: wrong }];
    if (row) return [204, void Object.assign(row, body)];
    if (headers['prefer'] !== 'create-if-missing') return [404, {}];
    made++;
    const empty = rows === applications ? { appRoles: [], api: {}, spa: {}, optionalClaims: null } : {};
    return [201, make(rows, { ...empty, id: id(made), appId: id(100 + made), ...key, ...body })];
  };
  const server = createServer((request, response) => {
    answer(request).then(
      ([status, body]) => response.writeHead(status).end(body === undefined ? '' : JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  const { port, stop } = await listen(server);
  const root = `http://127.0.0.1:${String(port)}`;
  const bin = mkdtempSync(join(tmpdir(), 'session-revoker-az-'));
  const az = `#!/bin/sh\ncase "$*" in cloud*) echo ${root} ;; account*) echo ${TOKEN} ;; *) exit 9 ;; esac\n`;
  writeFileSync(join(bin, 'az'), az, { mode: 0o755 });
  return {
    environment: { PATH: `${bin}:${process.env['PATH'] ?? ''}` },
    applications,
    principals,
    assignments,
    writes,
    stop: async () => {
      rmSync(bin, { recursive: true });
      await stop();
    },
  };
}

interface Api {
  readonly oauth2PermissionScopes?: readonly { readonly id: string }[];
  readonly preAuthorizedApplications?: readonly { readonly delegatedPermissionIds: readonly string[] }[];
}

/** What Microsoft Graph refuses: a client of a scope that did not exist before, and a list that lacks an enabled role. */
function refusal(body: Row, before: Row | undefined): string | undefined {
  const { preAuthorizedApplications: clients = [] } = (body['api'] ?? {}) as Api;
  const { oauth2PermissionScopes: scopes = [] } = (before?.['api'] ?? {}) as Api;
  const asked = clients.flatMap(({ delegatedPermissionIds }) => delegatedPermissionIds);
  const unknown = asked.find((one) => !scopes.some((scope) => scope.id === one));
  if (unknown !== undefined) return `delegatedPermissionIds has ${unknown}, which cannot be found`;
  const roles = body['appRoles'] as readonly { readonly id: string }[] | undefined;
  const lost = ((before?.['appRoles'] ?? []) as readonly { readonly id: string }[]).find(
    (role) => roles && !roles.some((one) => one.id === role.id),
  );
  return lost && `the role ${lost.id} is enabled and cannot be deleted`;
}
