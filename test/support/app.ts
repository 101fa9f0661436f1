import type { TenantUser } from '../twins/in-memory-tenant';
import { inMemoryTenant } from '../twins/in-memory-tenant';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import { inMemorySwitch } from '../../shared/adapters/ledger/in-memory-switch';
import { inMemoryOriginals } from '../twins/in-memory-originals';
import { inMemoryQuarantine } from '../twins/in-memory-quarantine';
import { inMemoryRequestQueue } from '../twins/in-memory-request-queue';
import { inMemoryResultsTopic } from '../twins/in-memory-results-topic';
import { InMemorySignInLog } from '../twins/in-memory-sign-in-log';
import { inMemoryTelemetry } from '../twins/in-memory-telemetry';
import { inMemoryTokenLifetimes } from '../twins/in-memory-token-lifetimes';
import { inMemoryTokenVerifier } from '../twins/in-memory-token-verifier';
import { noTenants } from '../../shared/adapters/no-tenants';
import { zlibDecompress } from '../../shared/adapters/zlib-decompress';
import type { Policy } from '../../shared/core/policy';
import type { Result } from '../../shared/messages/result-schema';
import type { DeadLetter } from '../../shared/ports/dead-letters';
import type { OriginalMessage } from '../../shared/ports/request-queue';
import type { SwitchStore } from '../../shared/ports/switch-store';
import type { Dependencies } from '../../shared/app/dependencies';
import { brokerTime } from '../../shared/app/broker-time';
import { unbounded } from '../../shared/app/bulkhead';
import { emergencySwitch } from '../../shared/app/emergency-switch';
import { inTurn } from '../../shared/app/in-turn';
import { permits } from '../../shared/app/permits';
import { urgentShares } from '../../shared/app/urgent-shares';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import type { BrokerProperties } from '../../shared/messages/message-history';
import { aPolicy } from './builders';
import { fixedClock } from './fixed-clock';

export const members: readonly TenantUser[] = [
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01',
    userPrincipalName: 'avery@contoso.com',
    signInTypes: ['userPrincipalName'],
  },
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a02',
    userPrincipalName: 'blake@contoso.com',
    sid: 'S-1-5-21-1-2-3-4',
  },
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a08',
    userPrincipalName: 'guest@contoso.com',
    userType: 'Guest',
    signInTypes: ['federated'],
  },
  ...['lead', 'soc', 'other', 'x'].map((name, n) => ({
    id: `0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9b0${String(n + 1)}`,
    userPrincipalName: `${name}@contoso.com`,
  })),
];

/** The app's dependencies as in-memory twins, with what they saw. */
export function appOfTwins(policy: Partial<Policy> = {}): {
  readonly dependencies: Dependencies;
  readonly tenant: ReturnType<typeof inMemoryTenant>;
  readonly resultsTopic: ReturnType<typeof inMemoryResultsTopic>;
  readonly quarantine: ReturnType<typeof inMemoryQuarantine>;
  readonly requestQueue: ReturnType<typeof inMemoryRequestQueue>;
  readonly telemetry: ReturnType<typeof inMemoryTelemetry>;
  readonly originals: ReturnType<typeof inMemoryOriginals>;
  readonly tokenLifetimes: ReturnType<typeof inMemoryTokenLifetimes>;
  readonly switchStore: SwitchStore;
  readonly signInLog: InMemorySignInLog;
  readonly clock: ReturnType<typeof fixedClock>;
} {
  const clock = fixedClock();
  const tenant = inMemoryTenant(members, clock, {
    '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5a01': 'servicePrincipal',
  });
  const resultsTopic = inMemoryResultsTopic();
  const quarantine = inMemoryQuarantine(clock);
  const requestQueue = inMemoryRequestQueue();
  const telemetry = inMemoryTelemetry();
  const originals = inMemoryOriginals(clock);
  const tokenLifetimes = inMemoryTokenLifetimes(clock);
  const switchStore = inMemorySwitch(clock);
  const signInLog = new InMemorySignInLog(clock);
  let ids = 0;
  const dependencies: Dependencies = {
    policy: aPolicy(policy),
    emergencySwitch: emergencySwitch(switchStore, clock),
    locale: 'en',
    formats: [],
    decompress: zlibDecompress,
    clock,
    brokerTime: brokerTime(clock, () => clock.now()),
    tenants: noTenants,
    tokenVerifier: inMemoryTokenVerifier(),
    directory: tenant.directory,
    revokers: { graph: tenant.revoker },
    containmentMethods: {},
    tokenLifetimes,
    signInLog,
    resultsTopic,
    ledger: inMemoryLedger(),
    quarantine,
    requestQueue,
    originals,
    readInTurn: inTurn(),
    bulkhead: unbounded,
    permits: permits(),
    urgentShares: urgentShares(clock),
    random: () => 1,
    newId: () => `holder-${String(++ids)}`,
    telemetry,
  };
  return {
    dependencies,
    tenant,
    resultsTopic,
    quarantine,
    requestQueue,
    telemetry,
    originals,
    tokenLifetimes,
    signInLog,
    switchStore,
    clock,
  };
}

/** A message that came just now, and not for the first time if the changes say so. */
export function aMessage(
  body: unknown,
  changes: Partial<IncomingMessage> = {},
  brokerProperties: BrokerProperties = {},
): IncomingMessage {
  const origin = { messageId: 'message-1', enqueuedAt: '2026-11-23T10:00:00.000Z', ...brokerProperties };
  return {
    body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    history: { origin, attempts: 0, receivedBy: 'queue' },
    ...changes,
  };
}

/** A message that the broker has moved to its dead-letter queue. */
export function aDeadLetter(body: unknown, changes: Partial<DeadLetter> = {}): DeadLetter {
  return { ...aMessage(body), failures: 0, ...changes };
}

/** The copy of a message that comes when waiting is over. */
export function copyOf({ original }: { readonly original: OriginalMessage }): IncomingMessage {
  const { key: _key, ...message } = original;
  return message;
}

export function resultOfBytes(body: Uint8Array): Result {
  return JSON.parse(Buffer.from(body).toString('utf8')) as Result;
}
