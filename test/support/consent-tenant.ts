import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BY_STEP } from '../../infra/graph-consent/permissions';

/** A tenant for the tests of consent: an Azure CLI that is signed in, and the part of Microsoft Graph that grants. */
export interface ConsentTenant {
  readonly environment: Readonly<Record<string, string>>;
  /** The bodies of the assignments that were made. */
  readonly posted: readonly unknown[];
  stop(): Promise<void>;
}

export interface TenantOptions {
  readonly granted?: readonly string[];
  /** A permission that this Microsoft Graph does not have. */
  readonly lacks?: string;
  /** Ends each connection to Microsoft Graph without an answer. */
  readonly isUnreachable?: boolean;
}

const TOKEN = 'token-of-the-azure-cli';
const PERMISSIONS = [
  'User.RevokeSessions.All',
  'User.Read.All',
  'GroupMember.Read.All',
  'RoleManagement.Read.Directory',
  'RoleEligibilitySchedule.Read.Directory',
  'Application.Read.All',
  'Policy.Read.All',
  ...Object.values(BY_STEP).flatMap(({ needed }) => needed),
  'SecurityIncident.Read.All',
  'SecurityIncident.ReadWrite.All',
];
export const PRINCIPAL = '11111111-2222-3333-4444-555555555555';
export const roleOf = (permission: string): string => `role-of-${permission}`;

/** Starts it. The CLI names the root of Microsoft Graph with a slash at its end, as the Azure CLI does. */
export async function startConsentTenant({
  granted = [],
  lacks,
  isUnreachable = false,
}: TenantOptions = {}): Promise<ConsentTenant> {
  const posted: unknown[] = [];
  const server = createServer((request, response) => {
    if (isUnreachable) return void request.socket.destroy();
    void answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const root = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const bin = mkdtempSync(join(tmpdir(), 'session-revoker-az-'));
  writeAzureCli(bin, root);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answerWith = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return void answerWith(401, {});
    const appRoles = PERMISSIONS.filter((name) => name !== lacks).map((value) => ({
      id: roleOf(value),
      value,
    }));
    const assignments = `/v1.0/servicePrincipals/${PRINCIPAL}/appRoleAssignments`;
    const line = `${request.method ?? ''} ${request.url ?? ''}`;
    if (line.startsWith("GET /v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")) {
      return void answerWith(200, { id: 'graph', appRoles });
    }
    const asRow = (name: string) => ({ resourceId: 'graph', appRoleId: roleOf(name) });
    // Two pages, with a permission of another API on the first.
    if (line === `GET ${assignments}`) {
      const value = [
        { resourceId: 'other', appRoleId: roleOf('User.RevokeSessions.All') },
        ...granted.slice(0, 1).map(asRow),
      ];
      return void answerWith(200, { value, '@odata.nextLink': `${root}${assignments}?$skiptoken=2` });
    }
    if (line === `GET ${assignments}?$skiptoken=2`) {
      return void answerWith(200, { value: granted.slice(1).map(asRow) });
    }
    if (line !== `POST ${assignments}`) return void answerWith(404, { error: line });
    let body = '';
    for await (const part of request) body += String(part);
    posted.push(JSON.parse(body));
    return void answerWith(201, {});
  }

  return {
    environment: { PATH: `${bin}:${process.env['PATH'] ?? ''}` },
    posted,
    stop: async () => {
      rmSync(bin, { recursive: true });
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function writeAzureCli(bin: string, root: string): void {
  const az = `#!/bin/sh
case "$*" in
  "cloud show --query endpoints.microsoftGraphResourceId --output tsv") echo ${root}/ ;;
  "account get-access-token --resource ${root} --query accessToken --output tsv") echo ${TOKEN} ;;
  *) echo "unexpected: $*" >&2; exit 9 ;;
esac
`;
  writeFileSync(join(bin, 'az'), az, { mode: 0o755 });
}
