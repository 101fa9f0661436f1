import { randomUUID } from 'node:crypto';
import type { OtherTenant } from '../../local/tenant/other-tenant';
import { graphAccess } from '../../shared/adapters/graph/graph-access';
import { DEFAULT_BUDGET, SHARED_BUDGET } from '../../shared/adapters/graph/graph-client';
import { inMemorySwitch } from '../../shared/adapters/ledger/in-memory-switch';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import { noOriginals } from '../../shared/adapters/originals/no-originals';
import { noTelemetry } from '../../shared/adapters/telemetry/no-telemetry';
import { zlibDecompress } from '../../shared/adapters/zlib-decompress';
import { bulkhead, unbounded } from '../../shared/app/bulkhead';
import { brokerTime } from '../../shared/app/broker-time';
import { emergencySwitch } from '../../shared/app/emergency-switch';
import type { Dependencies } from '../../shared/app/dependencies';
import { inTurn } from '../../shared/app/in-turn';
import { permits } from '../../shared/app/permits';
import { urgentShares } from '../../shared/app/urgent-shares';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { connectionsOf } from '../../shared/core/connection';
import type { Tenants } from '../../shared/ports/tenants';
import { aPolicy } from '../support/builders';
import { inMemoryTokenVerifier } from '../twins/in-memory-token-verifier';
import { GOLDEN } from './tenant-messages';
import type { Answering } from './virtual-graph';
import { ENDPOINT, virtualCredential, virtualGraph } from './virtual-graph';
import type { VirtualTime } from './virtual-time';

/** How the app works. */
export interface Setting {
  readonly time: VirtualTime;
  readonly graph: Answering;
  /** Whether tenants are kept apart; else as if the process had one tenant. */
  readonly isBounded: boolean;
}

function tenantsOf(others: readonly OtherTenant[], { time: { clock }, graph, isBounded }: Setting): Tenants {
  const policy = aPolicy();
  const budget = isBounded ? SHARED_BUDGET : DEFAULT_BUDGET;
  const known = new Map(
    others.map((other) => {
      const [credential, httpClient] = [virtualCredential(other), virtualGraph(other, clock, graph)];
      const options = {
        endpoint: ENDPOINT,
        random: evenly(),
        newId: randomUUID,
        credential,
        httpClient,
        clock,
        budget,
      };
      const { client: _client, ...access } = graphAccess(options);
      return [other.tenantId, { policy: { ...policy, tenantId: other.tenantId }, ...access }];
    }),
  );
  const connections = connectionsOf(
    others.map(({ tenantId }) => ({ tenantId, policy: {}, sources: ['queue'] })),
  );
  return {
    connections: () => Promise.resolve(connections),
    access: ({ tenantId }) => {
      const access = known.get(tenantId);
      if (!access) throw new Error(`There is no tenant ${tenantId}.`);
      return access;
    },
  };
}

/** Numbers that look random, and are the same in every run. */
function evenly(): () => number {
  let n = 0;
  return () => (++n * GOLDEN) % 1;
}

/** The app in these tenants: what is not real is in memory. */
export function appOf(
  others: readonly OtherTenant[],
  setting: Setting,
  schedule: (incoming: IncomingMessage, at: Date) => void,
): Dependencies {
  const { clock } = setting.time;
  const notUsed = (): never => {
    throw new Error('The messages are for connected tenants, and can be read and done.');
  };
  return {
    policy: aPolicy(),
    containmentMethods: {},
    brokerTime: brokerTime(clock, () => clock.now()),
    emergencySwitch: emergencySwitch(inMemorySwitch(clock), clock),
    locale: 'en',
    formats: [],
    decompress: zlibDecompress,
    tokenVerifier: inMemoryTokenVerifier(),
    tenants: tenantsOf(others, setting),
    directory: {
      find: notUsed,
      deletedAt: notUsed,
      memberships: notUsed,
      sessionsValidFrom: notUsed,
      exists: notUsed,
    },
    revokers: { graph: { pausedForMs: () => 0, revoke: notUsed } },
    tokenLifetimes: { refresh: notUsed, known: notUsed },
    signInLog: { read: notUsed, newest: notUsed, lastSuccesses: notUsed },
    ledger: inMemoryLedger(),
    resultsTopic: { publish: () => Promise.resolve() },
    quarantine: { keep: notUsed },
    requestQueue: { send: notUsed, schedule: (original, at) => Promise.resolve(schedule(original, at)) },
    originals: noOriginals,
    telemetry: noTelemetry,
    clock,
    random: evenly(),
    newId: randomUUID,
    readInTurn: inTurn(),
    bulkhead: setting.isBounded ? bulkhead(clock) : unbounded,
    permits: permits(),
    urgentShares: urgentShares(clock),
  };
}
