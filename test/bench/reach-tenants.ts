import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loopbackCertificate } from '../../local/tenant/certificate';
import type { Tenant } from '../../local/tenant/tenant';
import { startTenant } from '../../local/tenant/tenant';
import type { Reached, Whereabouts } from './reached-app';
import { membersOf } from './setting';

/** What one process holds after it has reached so many tenants, and what it asked for. */
export interface ReachedAll extends Reached {
  /** The most requests that the token endpoint has had for one tenant. */
  readonly maxTokenRequests: number;
  readonly tokenRequests: number;
  /** The connections that Graph has accepted. */
  readonly connections: number;
}

/** Has a process of its own reach so many tenants over the loopback, each by so many callers at once. */
export async function reachTenants(count: number, callers: number): Promise<ReachedAll> {
  const applicationId = randomUUID();
  const users = membersOf(1);
  const tenants = Array.from({ length: count }, () => ({ tenantId: randomUUID(), users }));
  const certificate = await loopbackCertificate();
  const running = await startTenant({ certificate, users: [], others: { applicationId, tenants } });
  const reached = await inProcess(running, certificate.cert, {
    endpoint: running.graphEndpoint,
    authorityHost: running.authorityHost,
    applicationId,
    identityId: randomUUID(),
    tenantIds: tenants.map(({ tenantId }) => tenantId),
    userPrincipalName: users[0]?.userPrincipalName ?? '',
    callers,
  });
  await running.stop();
  const connections = running.connections();
  const requests = [...running.others.values()].map(({ tokens }) => tokens.requests);
  return {
    ...reached,
    connections,
    maxTokenRequests: Math.max(...requests),
    tokenRequests: requests.reduce((sum, one) => sum + one, 0),
  };
}

async function inProcess({ identity }: Tenant, authority: string, where: Whereabouts): Promise<Reached> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-tenants-'));
  const authorityFile = join(folder, 'loopback.pem');
  writeFileSync(authorityFile, authority);
  const child = fork(join(__dirname, 'reached-app.js'), {
    execArgv: ['--expose-gc'],
    env: {
      NODE_EXTRA_CA_CERTS: authorityFile,
      IDENTITY_ENDPOINT: identity.endpoint,
      IDENTITY_HEADER: identity.header,
    },
  });
  try {
    return await new Promise((resolve, reject) => {
      child.once('message', (reached) => resolve(reached as Reached));
      child.once('exit', (code) => reject(new Error(`The process ended with ${String(code)}.`)));
      child.send(where);
    });
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
}
