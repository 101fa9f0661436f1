import { expect } from '@jest/globals';
import { decide } from '../../shared/core/decide';
import type { Facts } from '../../shared/core/facts';
import type { Plan } from '../../shared/core/plan';
import type { Policy } from '../../shared/core/policy';
import type { RevocationRequest } from '../../shared/core/request';
import { NOW, aPolicy, aRequest } from './builders';

interface Then {
  /** The plan is a refusal with this status, and with a reason that says so much. */
  refuses(status: string, reason?: string): void;
  /** The plan waits for a person with this status, and for a reason that says so much. */
  holds(status: string, reason?: string): void;
  /** The plan goes ahead, in this mode. */
  proceeds(mode: 'revoke' | 'whatIf'): void;
}

/** Reads as a policy: given what is known of a user, when this is asked, then that is decided. */
export function given(facts: Facts): {
  when(request?: Partial<RevocationRequest>, policy?: Partial<Policy>): Then;
} {
  return {
    when: (request, policy) => {
      const plan: Plan = decide(aRequest(request), facts, aPolicy(policy), NOW);
      return {
        refuses: (status, reason = '') =>
          expect(plan).toMatchObject({
            kind: 'refuse',
            objection: { status, detail: expect.stringContaining(reason) },
          }),
        holds: (status, reason = '') =>
          expect(plan).toMatchObject({
            kind: 'hold',
            hold: { status, detail: expect.stringContaining(reason) },
          }),
        proceeds: (mode) => expect(plan).toMatchObject({ kind: 'proceed', mode, methods: ['graph'] }),
      };
    },
  };
}
