import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Connection, TighterPolicy } from '../../shared/core/connection';
import { looserFields } from '../../shared/core/looser-fields';
import { severities } from '../../shared/core/severity';
import { tightenPolicy } from '../../shared/core/tighten-policy';
import { OTHER_TENANT_ID, aPolicy } from '../support/builders';
import { expectEqual } from '../support/equal';

const HOUR = 3_600_000;
const home = aPolicy({
  mode: 'whatIf',
  brake: { users: 25, windowMs: HOUR, repeats: 3 },
  confirmation: {
    always: true,
    groups: [],
    roles: [],
    severityBelow: 'high',
    expiresAfterMs: 12 * HOUR,
  },
  approvals: { proof: 'required', maxAuthAgeMs: HOUR / 4, quorum: 2, authenticationContexts: [] },
});
const people = { groups: [], roles: [] };

describe('a field of a connection’s policy', () => {
  it.each<[string, TighterPolicy]>([
    ['mode', { mode: 'revoke' }],
    ['brake.users', { brake: { users: 26, windowMs: HOUR, repeats: 3 } }],
    ['brake.window', { brake: { users: 25, windowMs: HOUR - 1, repeats: 3 } }],
    ['confirmation.always', { confirmation: { ...people, always: false } }],
    ['confirmation.severityBelow', { confirmation: { ...people, severityBelow: 'low' } }],
    ['confirmation.expiresAfter', { confirmation: { ...people, expiresAfterMs: 13 * HOUR } }],
    ['approvals.proof', { approvals: { proof: 'optional' } }],
    ['approvals.maxAuthAge', { approvals: { maxAuthAgeMs: HOUR } }],
    ['approvals.quorum', { approvals: { quorum: 1 } }],
    ['maxRequestAge', { maxRequestAgeMs: 5 * HOUR }],
  ])('that is looser is named: %s', (path, own) => expect(looserFields(home, own)).toEqual([path]));

  it('that is as strict, or stricter, is not named', () => {
    const { mode, brake, confirmation, approvals, maxRequestAgeMs } = home;
    const same = { mode, ...(brake && { brake }), confirmation, approvals, maxRequestAgeMs };
    expect(looserFields(home, same)).toEqual([]);
    const brakeless = aPolicy();
    expect(looserFields(brakeless, { brake: { users: 2000, windowMs: 1, repeats: 3 } })).toEqual([]);
    expect(
      looserFields(brakeless, { mode: 'whatIf', confirmation: { ...people, severityBelow: 'low' } }),
    ).toEqual([]);
  });

  it('that is named has no effect: without it the policy of the tenant is the same', () => {
    const ms = fc.integer({ min: 1, max: 24 * HOUR });
    const own: fc.Arbitrary<TighterPolicy> = fc.record(
      {
        mode: fc.constantFrom('revoke' as const, 'whatIf' as const),
        confirmation: fc.record(
          {
            groups: fc.constant([]),
            roles: fc.constant([]),
            always: fc.boolean(),
            severityBelow: fc.constantFrom(...severities),
            expiresAfterMs: ms,
          },
          { requiredKeys: ['groups', 'roles'] },
        ),
        maxRequestAgeMs: ms,
      },
      { requiredKeys: [] },
    );
    const tightened = (policy: TighterPolicy) => {
      const connection: Connection = { tenantId: OTHER_TENANT_ID, policy, sources: [] };
      return tightenPolicy(home, connection);
    };
    fc.assert(
      fc.property(own, (policy) => {
        const looser = new Set(looserFields(home, policy));
        const keep = (path: string) => !looser.has(path);
        const { mode, maxRequestAgeMs, confirmation } = policy;
        const { always, severityBelow, expiresAfterMs } = confirmation ?? {};
        const without: TighterPolicy = {
          ...(mode && keep('mode') && { mode }),
          ...(maxRequestAgeMs !== undefined && keep('maxRequestAge') && { maxRequestAgeMs }),
          confirmation: {
            ...people,
            ...(always !== undefined && keep('confirmation.always') && { always }),
            ...(severityBelow && keep('confirmation.severityBelow') && { severityBelow }),
            ...(expiresAfterMs !== undefined && keep('confirmation.expiresAfter') && { expiresAfterMs }),
          },
        };
        expectEqual(tightened(without), tightened(policy));
      }),
    );
  });
});
