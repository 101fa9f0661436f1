import type { TenantUser } from '../twins/in-memory-tenant';
import { inMemoryTenant } from '../twins/in-memory-tenant';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import {
  inMemoryInbox,
  inMemoryPostponedMessages,
  inMemoryRejectedMessages,
  inMemoryResults,
} from '../twins/in-memory-queues';
import { inMemoryTelemetry } from '../twins/in-memory-telemetry';
import { inMemoryTokens } from '../twins/in-memory-token-verifier';
import type { Policy } from '../../shared/core/policy';
import type { Result } from '../../shared/messages/result-schema';
import type { OriginalMessage } from '../../shared/ports/ports';
import type { Dependencies } from '../../shared/app/dependencies';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import type { Envelope } from '../../shared/messages/message-history';
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
  readonly postponed: ReturnType<typeof inMemoryPostponedMessages>;
  readonly inbox: ReturnType<typeof inMemoryInbox>;
  readonly telemetry: ReturnType<typeof inMemoryTelemetry>;
  readonly clock: ReturnType<typeof fixedClock>;
} {
  const clock = fixedClock();
  const tenant = inMemoryTenant(members, clock, {
    '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5a01': 'servicePrincipal',
  });
  const results = inMemoryResults();
  const rejected = inMemoryRejectedMessages();
  const postponed = inMemoryPostponedMessages();
  const inbox = inMemoryInbox();
  const telemetry = inMemoryTelemetry();
  let ids = 0;
  const dependencies: Dependencies = {
    policy: aPolicy(policy),
    locale: 'en',
    formats: [],
    clock,
    securityEventTokens: inMemoryTokens(),
    directory: tenant.directory,
    revoker: tenant.revoker,
    results,
    ledger: inMemoryLedger(),
    rejectedMessages: rejected,
    postponedMessages: postponed,
    inbox,
    random: () => 1,
    newId: () => `holder-${String(++ids)}`,
    telemetry,
  };
  return { dependencies, tenant, results, rejected, postponed, inbox, telemetry, clock };
}

/** A message that came just now, and not for the first time if the changes say so. */
export function aMessage(
  body: unknown,
  changes: Partial<IncomingMessage> = {},
  envelope: Envelope = {},
): IncomingMessage {
  const origin = { messageId: 'message-1', enqueuedAt: '2026-11-23T10:00:00.000Z', ...envelope };
  return {
    body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    lineage: { origin, attempts: 0 },
    ...changes,
  };
}

/** The copy of a message that comes when waiting is over. */
export function copyOf({ original }: { readonly original: OriginalMessage }): IncomingMessage {
  const { key: _key, ...message } = original;
  return message;
}

export function resultOfBytes(body: Uint8Array): Result {
  return JSON.parse(Buffer.from(body).toString('utf8')) as Result;
}
