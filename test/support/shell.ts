import type { TenantUser } from '../../shared/adapters/graph/in-memory-tenant';
import { inMemoryTenant } from '../../shared/adapters/graph/in-memory-tenant';
import {
  inMemoryRejectedMessages,
  inMemoryResults,
} from '../../shared/adapters/service-bus/in-memory-queues';
import { inMemoryTelemetry } from '../../shared/adapters/telemetry/in-memory-telemetry';
import type { Policy } from '../../shared/core/policy';
import type { Result } from '../../shared/messages/result-schema';
import type { Dependencies } from '../../shared/shell/dependencies';
import type { IncomingMessage } from '../../shared/shell/process-message';
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
  { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a08', userPrincipalName: 'guest@contoso.com', userType: 'Guest' },
];

/** The shell's dependencies as in-memory twins, with what they saw. */
export function shellOfTwins(policy: Partial<Policy> = {}): {
  readonly dependencies: Dependencies;
  readonly tenant: ReturnType<typeof inMemoryTenant>;
  readonly results: ReturnType<typeof inMemoryResults>;
  readonly rejected: ReturnType<typeof inMemoryRejectedMessages>;
  readonly telemetry: ReturnType<typeof inMemoryTelemetry>;
  readonly clock: ReturnType<typeof fixedClock>;
} {
  const clock = fixedClock();
  const tenant = inMemoryTenant(members, clock, {
    '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5a01': 'servicePrincipal',
  });
  const results = inMemoryResults();
  const rejected = inMemoryRejectedMessages();
  const telemetry = inMemoryTelemetry();
  const dependencies: Dependencies = {
    policy: aPolicy(policy),
    locale: 'en',
    clock,
    directory: tenant.directory,
    revoker: tenant.revoker,
    results,
    rejectedMessages: rejected,
    telemetry,
  };
  return { dependencies, tenant, results, rejected, telemetry, clock };
}

export function aMessage(body: unknown, changes: Partial<IncomingMessage> = {}): IncomingMessage {
  return {
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    messageId: 'message-1',
    ...changes,
  };
}

export function resultOfBytes(body: Uint8Array): Result {
  return JSON.parse(Buffer.from(body).toString('utf8')) as Result;
}
