import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compact } from '../shared/core/compact';
import type { Broker } from './broker/broker';
import { startBroker } from './broker/broker';
import type { MayUse } from './broker/broker-rights';
import type { Topology } from './broker/topology';
import type { HostProcess } from './host/host-process';
import { startHostProcess } from './host/host-process';
import { localTopology } from './local-topology';
import type { AdminHost } from './sharepoint/admin-host';
import { startAdminHost } from './sharepoint/admin-host';
import type { AdminAnswer } from './sharepoint/answers';
import type { TableStorage } from './storage/table-storage';
import { startTableStorage } from './storage/table-storage';
import type { Certificate } from './tenant/certificate';
import { loopbackCertificate } from './tenant/certificate';
import type { ConnectedTenantSeed } from './tenant/connected-tenants';
import { APPLICATION_ID, tenantSettings, writeConnections } from './tenant/connected-tenants';
import { CONTOSO_TENANT_ID, contosoOtherObjects, contosoUsers } from './tenant/contoso';
import type { UserSeed } from './tenant/directory';
import type { Quotas } from './tenant/quota';
import type { Tenant, TenantOptions } from './tenant/tenant';
import { startTenant } from './tenant/tenant';

export interface LocalStackOptions {
  readonly projectFolder: string;
  readonly topology?: Topology;
  /** Who may send to and receive from the entities; absent: everybody, everywhere. */
  readonly mayUse?: MayUse;
  readonly users?: readonly UserSeed[];
  /** Limits on calls to Graph; absent: no limits. */
  readonly quotas?: Quotas;
  /** How long Graph takes for the answer to a call, in ms; absent: 0. */
  readonly graphLatencyMs?: TenantOptions['latencyMs'];
  /** What the admin host of SharePoint answers, by user principal name; absent: the app is not given one. */
  readonly sharePoint?: Readonly<Record<string, AdminAnswer>>;
  /** Tenants beside the home tenant; absent: the app has the home tenant alone. */
  readonly connected?: readonly ConnectedTenantSeed[];
}

/** A broker, a tenant, an admin host of SharePoint and table storage on the loopback, and the settings with which the app connects to them. */
export interface LocalStack {
  readonly broker: Broker;
  readonly tenant: Tenant;
  readonly storage: TableStorage;
  /** It is always there, and the app's only where the options have answers for it. */
  readonly adminHost: AdminHost;
  /** The certificate of the tenant's endpoints; the app trusts it. */
  readonly certificate: Certificate;
  /** The app's settings, as they would be in Azure. */
  readonly environment: Readonly<Record<string, string>>;
  /** Starts the packaged app in a new host, with some settings added or replaced. */
  startHost(environment?: Readonly<Record<string, string>>): Promise<HostProcess>;
  stop(): Promise<void>;
}

export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const {
    projectFolder,
    topology = localTopology,
    mayUse,
    users = contosoUsers,
    quotas,
    graphLatencyMs: latencyMs,
    sharePoint,
    connected,
  } = options;
  const certificate = await loopbackCertificate();
  const folder = mkdtempSync(join(tmpdir(), 'session-revoker-'));
  const certificateFile = join(folder, 'loopback.pem');
  writeFileSync(certificateFile, certificate.cert);
  const others = connected && { applicationId: APPLICATION_ID, tenants: connected };
  const [broker, tenant, storage] = await Promise.all([
    startBroker(compact({ topology, mayUse })),
    startTenant(
      compact({ certificate, users, otherObjects: contosoOtherObjects, quotas, others, latencyMs }),
    ),
    startTableStorage({ projectFolder }),
  ]);
  const { tokens } = tenant;
  const adminHost = await startAdminHost(compact({ certificate, tokens, answers: sharePoint }));
  if (connected) await writeConnections(storage.connectionString, connected);
  const environment = {
    ...(connected && tenantSettings(tenant.authorityHost)),
    ...(sharePoint && { SHAREPOINT_ADMIN_URL: adminHost.adminUrl, SHAREPOINT_CLIENT_ID: 'sharepoint' }),
    ServiceBusConnection: broker.connectionString,
    LEDGER_STORAGE: storage.connectionString,
    TENANT_ID: CONTOSO_TENANT_ID,
    GRAPH_ENDPOINT: tenant.graphEndpoint,
    IDENTITY_ENDPOINT: tenant.identity.endpoint,
    IDENTITY_HEADER: tenant.identity.header,
    NODE_EXTRA_CA_CERTS: certificateFile,
    // Otherwise the SDK would send its own statistics to the internet.
    APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
  };
  const hosts: Promise<HostProcess>[] = [];
  let isStopped = false;
  return {
    broker,
    tenant,
    storage,
    adminHost,
    certificate,
    environment,
    startHost: (settings = {}) => {
      if (isStopped) return Promise.reject(new Error('The local stack has been stopped.'));
      const host = startHostProcess({
        projectFolder,
        appFolder: join(projectFolder, 'package/app'),
        environment: { ...environment, ...settings },
      });
      hosts.push(host);
      return host;
    },
    stop: async () => {
      isStopped = true;
      // One that is still starting is waited for: otherwise its process would stay.
      const started = await Promise.allSettled(hosts);
      await Promise.all(started.flatMap((one) => (one.status === 'fulfilled' ? [one.value.stop()] : [])));
      await broker.stop();
      await Promise.all([tenant.stop(), adminHost.stop(), storage.stop()]);
      rmSync(folder, { recursive: true });
    },
  };
}
