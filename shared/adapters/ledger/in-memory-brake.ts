import type { BrakeState } from '../../core/brake';
import { takePlace } from '../../core/brake';
import { brakeUser } from '../../core/ledger-key';
import type { BrakeLedger } from '../../ports/ledger';

/** The twin of the brake's count in table storage. */
export function inMemoryBrake(): BrakeLedger {
  const states = new Map<string, BrakeState>();
  const stateOf = (tenantId: string): BrakeState => states.get(tenantId.toLowerCase()) ?? { counted: [] };
  return {
    take: ({ tenantId, userId, brake, now }) => {
      const { answer, next } = takePlace(stateOf(tenantId), brakeUser(tenantId, userId), brake, now);
      if (next) states.set(tenantId.toLowerCase(), next);
      return Promise.resolve(answer);
    },
    hasRoom: ({ tenantId, userId, brake, now }) => {
      const { answer } = takePlace(stateOf(tenantId), brakeUser(tenantId, userId), brake, now);
      return Promise.resolve(answer.kind === 'free');
    },
  };
}
