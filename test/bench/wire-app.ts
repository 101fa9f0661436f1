import { randomUUID } from 'node:crypto';
import type { UserSeed } from '../../local/tenant/directory';
import { otherTenant } from '../../local/tenant/other-tenant';
import type { OtherTenant } from '../../local/tenant/other-tenant';
import { graphAccess } from '../../shared/adapters/graph/graph-access';
import { inMemoryTickets } from '../../shared/adapters/ledger/in-memory-tickets';
import { sharedLedger } from '../../shared/adapters/ledger/shared-ledger';
import { SWITCH_TABLE, switchTable } from '../../shared/adapters/ledger/switch-table';
import { noTenants } from '../../shared/adapters/no-tenants';
import { noOriginals } from '../../shared/adapters/originals/no-originals';
import { ownQueues } from '../../shared/adapters/service-bus/own-queues';
import { serviceBusQuarantine } from '../../shared/adapters/service-bus/service-bus-quarantine';
import { serviceBusResultsTopic } from '../../shared/adapters/service-bus/service-bus-results-topic';
import { sharePointRevoker } from '../../shared/adapters/sharepoint/sharepoint-revoker';
import { noTelemetry } from '../../shared/adapters/telemetry/no-telemetry';
import { zlibDecompress } from '../../shared/adapters/zlib-decompress';
import { unbounded } from '../../shared/app/bulkhead';
import type { Dependencies } from '../../shared/app/dependencies';
import { emergencySwitch } from '../../shared/app/emergency-switch';
import { brokerTime } from '../../shared/app/broker-time';
import { inTurn } from '../../shared/app/in-turn';
import { permits } from '../../shared/app/permits';
import { urgentShares } from '../../shared/app/urgent-shares';
import { cloudNamed } from '../../shared/config/clouds';
import type { Policy } from '../../shared/core/policy';
import { aPolicy } from '../support/builders';
import { inMemoryTokenVerifier } from '../twins/in-memory-token-verifier';
import { fillTenant } from './contained-accounts';
import { membersOf } from './setting';
import { ENDPOINT, virtualCredential } from './virtual-graph';
import type { VirtualTime } from './virtual-time';
import type { CountedBackends, RoundTrips } from './wire-calls';
import { countedBackends } from './wire-calls';

/** What the app of a kind of request is set to. */
export interface WireSetting {
  readonly policy?: Partial<Policy>;
  /** What SharePoint answers; absent: the app does not call it. */
  readonly sharePoint?: { readonly status: number; readonly body: unknown };
  /** Absent: a few. */
  readonly users?: number;
  /** Absent: 1 ms each. */
  readonly roundTrips?: RoundTrips;
}

export interface WireApp {
  readonly dependencies: Dependencies;
  readonly backends: CountedBackends;
  readonly tenant: OtherTenant;
}

const USERS = 10;
const GUEST: UserSeed = {
  id: '0a1b8f6e-3c52-4f0e-8a41-100000000000',
  userPrincipalName: 'guest@contoso.com',
  userType: 'Guest',
  externalUserState: 'Accepted',
  identities: [
    { signInType: 'federated', issuer: 'MicrosoftAccount', issuerAssignedId: 'guest@example.com' },
  ],
};
const ENTITIES = { requestQueue: 'requests', intakeQueue: 'intake', waitsQueue: 'waits' };

/** The app with the adapters that it is deployed with, on backends that count; telemetry and large originals are left out. */
export function wireApp({ clock }: VirtualTime, setting: WireSetting): WireApp {
  const { policy: changes, sharePoint, users = USERS, roundTrips } = setting;
  const backends = countedBackends(clock, roundTrips);
  const policy = aPolicy(changes);
  const { tenantId } = policy;
  const tenant = otherTenant({ tenantId, users: [...membersOf(users), GUEST] }, '');
  const credential = virtualCredential(tenant);
  if (policy.containment) fillTenant(tenant, tenant.directory.users, clock.now());
  const {
    client: _client,
    containmentClient: _containmentClient,
    ...home
  } = graphAccess(
    {
      endpoint: ENDPOINT,
      random: () => 0.5,
      newId: randomUUID,
      credential,
      httpClient: backends.graph(tenant),
      clock,
    },
    undefined,
    { tenantId, cloud: cloudNamed('global'), tickets: inMemoryTickets() },
  );
  const sharePointRevokers = sharePoint && {
    sharePoint: sharePointRevoker({
      adminUrl: 'https://admin.example',
      credential,
      clock,
      httpClient: backends.sharePoint(sharePoint),
    }),
  };
  const { serviceBus } = backends;
  const dependencies: Dependencies = {
    policy,
    emergencySwitch: emergencySwitch(switchTable(backends.table(SWITCH_TABLE)), clock),
    locale: 'en',
    formats: [],
    decompress: zlibDecompress,
    tokenVerifier: inMemoryTokenVerifier(),
    tenants: noTenants,
    ...home,
    revokers: { ...home.revokers, ...sharePointRevokers },
    ledger: sharedLedger(backends.table('RevocationLedger'), clock),
    resultsTopic: serviceBusResultsTopic(serviceBus.createSender('results')),
    quarantine: serviceBusQuarantine(serviceBus, 'rejected', undefined),
    requestQueue: ownQueues(serviceBus, ENTITIES, clock).waitsQueue,
    originals: noOriginals,
    telemetry: noTelemetry,
    clock,
    random: () => 0.5,
    newId: randomUUID,
    readInTurn: inTurn(),
    bulkhead: unbounded,
    permits: permits(),
    urgentShares: urgentShares(clock),
    brokerTime: brokerTime(clock, () => clock.now()),
  };
  return { dependencies, backends, tenant };
}
