import { expect } from '@jest/globals';
import { writeDetail } from '../../shared/core/detail';
import type { Facts } from '../../shared/core/facts';
import type { Policy } from '../../shared/core/policy';
import type { RevocationRequest } from '../../shared/core/request';
import { NOW, aPolicy, aRequest } from './builders';
import { planFor } from './plan';

interface Then {
  /** The plan denies with this status, and a sentence that contains the reason. */
  denies(status: string, reason?: string): void;
  /** The plan waits for approval with this status, and a sentence that contains the reason. */
  holds(status: string, reason?: string): void;
  /** The plan goes ahead, in this mode. */
  proceeds(mode: 'revoke' | 'whatIf'): void;
}

/** Reads as a policy: given what is known of a user, when this is requested, then that is planned. */
export function given(facts: Facts): {
  when(request?: Partial<RevocationRequest>, policy?: Partial<Policy>): Then;
} {
  return {
    when: (request, policy) => {
      const plan = planFor(aRequest(request), facts, aPolicy(policy), NOW);
      return {
        denies: (status, reason = '') => {
          expect(plan).toMatchObject({ kind: 'deny', denial: { status } });
          if (plan.kind === 'deny') expect(writeDetail(plan.denial.detail)).toContain(reason);
        },
        holds: (status, reason = '') => {
          expect(plan).toMatchObject({ kind: 'hold', reason: { status } });
          if (plan.kind === 'hold') expect(writeDetail(plan.reason.detail)).toContain(reason);
        },
        proceeds: (mode) => expect(plan).toMatchObject({ kind: 'proceed', mode, methods: ['graph'] }),
      };
    },
  };
}
