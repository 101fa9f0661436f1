import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Connection, TighterPolicy } from '../../shared/core/connection';
import { containmentSteps } from '../../shared/core/containment-step';
import type { Brake, Policy } from '../../shared/core/policy';
import { severities } from '../../shared/core/severity';
import { tightenPolicy } from '../../shared/core/tighten-policy';
import { onReturnActions } from '../../shared/core/watch';
import { OTHER_TENANT_ID, aPolicy } from '../support/builders';
import { expectEqual } from '../support/equal';

const tightened = (home: Policy, policy: TighterPolicy): Policy => {
  const connection: Connection = { tenantId: OTHER_TENANT_ID, policy, sources: [] };
  return tightenPolicy(home, connection);
};

const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'));
const accounts = fc.record({ users: names, groups: names, roles: names });
const brake = fc.record({
  users: fc.nat(50),
  windowMs: fc.integer({ min: 1, max: 100 }),
  repeats: fc.integer({ min: 1, max: 9 }),
});
const severity = fc.constantFrom(...severities);
const ages = fc.integer({ min: 1, max: 1000 });
const confirmation = fc.record(
  { always: fc.boolean(), groups: names, roles: names, severityBelow: severity, expiresAfterMs: ages },
  { requiredKeys: ['always', 'groups', 'roles', 'expiresAfterMs'] },
);
const mode = fc.constantFrom('revoke' as const, 'whatIf' as const);
const approvalKeys = {
  proof: fc.constantFrom('required' as const, 'optional' as const),
  maxAuthAgeMs: ages,
  quorum: fc.integer({ min: 1, max: 10 }),
  authenticationContexts: names,
};
const approvals = fc.record(approvalKeys);
/** Of the home tenant, where an API may prove who brings back what a containment has changed. */
const approvalsOfHome = fc.record(
  { ...approvalKeys, provesRestores: fc.constant(true as const) },
  { requiredKeys: ['proof', 'maxAuthAgeMs', 'quorum', 'authenticationContexts'] },
);
const steps = fc.subarray([...containmentSteps]);
const containment = fc.array(
  fc.record({ steps, mayAsk: steps, when: fc.record({ roles: names }), lookBackMs: ages }),
);
const watch = fc.record({
  onReturn: fc.constantFrom(...onReturnActions),
  contain: steps,
  latenessMs: ages,
});
const own: fc.Arbitrary<TighterPolicy> = fc.record(
  { mode, protected: accounts, brake, confirmation, approvals, maxRequestAgeMs: ages },
  { requiredKeys: [] },
);
const home = fc
  .record(
    {
      mode,
      protected: accounts,
      brake,
      confirmation,
      approvals: approvalsOfHome,
      maxRequestAgeMs: ages,
      containment,
      watch,
    },
    { requiredKeys: ['mode', 'protected', 'confirmation', 'approvals', 'maxRequestAgeMs'] },
  )
  .map((changes) => aPolicy(changes));

const rank = (one: (typeof severities)[number] | undefined): number =>
  one === undefined ? -1 : severities.indexOf(one);

describe('the policy of a connected tenant', () => {
  it('is never looser than that of the home tenant', () => {
    fc.assert(
      fc.property(home, own, (of, added) => {
        const policy = tightened(of, added);
        if (of.mode === 'whatIf') expectEqual(policy.mode, 'whatIf');
        expect(policy.protected.users).toEqual(expect.arrayContaining([...of.protected.users]));
        expect(policy.protected.roles).toEqual(expect.arrayContaining([...of.protected.roles]));
        expect(policy.confirmation.roles).toEqual(expect.arrayContaining([...of.confirmation.roles]));
        if (of.confirmation.always) expectEqual(policy.confirmation.always, true);
        expect(rank(policy.confirmation.severityBelow)).toBeGreaterThanOrEqual(
          rank(of.confirmation.severityBelow),
        );
        expect(policy.confirmation.expiresAfterMs).toBeLessThanOrEqual(of.confirmation.expiresAfterMs);
        if (of.approvals.proof === 'required') expectEqual(policy.approvals.proof, 'required');
        expect(policy.approvals.maxAuthAgeMs).toBeLessThanOrEqual(of.approvals.maxAuthAgeMs);
        expect(policy.approvals.quorum).toBeGreaterThanOrEqual(of.approvals.quorum);
        expect(policy.approvals.authenticationContexts).toEqual(
          expect.arrayContaining([...of.approvals.authenticationContexts]),
        );
        expectEqual(policy.approvals.provesRestores, of.approvals.provesRestores);
        expect(policy.maxRequestAgeMs).toBeLessThanOrEqual(of.maxRequestAgeMs);
        if (!of.brake) return;
        expect(policy.brake?.users).toBeLessThanOrEqual(of.brake.users);
        expect(policy.brake?.repeats).toBeLessThanOrEqual(of.brake.repeats);
        expect(policy.brake?.windowMs).toBeGreaterThanOrEqual(of.brake.windowMs);
      }),
    );
  });
  it('adds everything that the connection demands', () => {
    fc.assert(
      fc.property(home, own, (of, added) => {
        const policy = tightened(of, added);
        expect(policy.tenantId).toBe(OTHER_TENANT_ID);
        if (added.mode === 'whatIf') expectEqual(policy.mode, 'whatIf');
        expect(policy.protected.users).toEqual(expect.arrayContaining([...(added.protected?.users ?? [])]));
        expectEqual(policy.protected.groups, added.protected?.groups ?? []);
        expectEqual(policy.confirmation.groups, added.confirmation?.groups ?? []);
        if (added.brake) expect(policy.brake?.users).toBeLessThanOrEqual(added.brake.users);
      }),
    );
  });
  it('contains and watches users as the home tenant does: roles have the same ids in every tenant', () => {
    fc.assert(
      fc.property(home, own, (of, added) => {
        const policy = tightened(of, added);
        expectEqual([policy.containment, policy.watch], [of.containment, of.watch]);
      }),
    );
  });
  it('has no groups, domains and methods of the home tenant, unless it is the home tenant', () => {
    fc.assert(
      fc.property(home, own, (of, added) => {
        const written = { ...of, netbiosDomains: { corp: 'corp.example' }, methods: ['sharePoint'] } as const;
        const { tenantId } = of;
        const policy = tightenPolicy(written, { tenantId, policy: added, sources: [] });
        expect(policy.protected.groups).toEqual(expect.arrayContaining([...of.protected.groups]));
        expect(policy.confirmation.groups).toEqual(expect.arrayContaining([...of.confirmation.groups]));
        expectEqual([policy.netbiosDomains, policy.methods], [written.netbiosDomains, written.methods]);
        expectEqual(
          [tightened(written, added).netbiosDomains, tightened(written, added).methods],
          [undefined, ['graph']],
        );
      }),
    );
  });
  it('has approvers of its own if the connection names some, and else those of the home tenant', () => {
    const of = aPolicy({ confirmation: { ...aPolicy().confirmation, approvers: ['lead@contoso.com'] } });
    expect(tightened(of, {}).confirmation.approvers).toEqual(['lead@contoso.com']);
    const added = { confirmation: { approvers: ['soc@northwind.example'] } };
    expect(tightened(of, added).confirmation.approvers).toEqual(['soc@northwind.example']);
  });
  it('signs out by SharePoint too where the connection names its admin host', () => {
    const connection: Connection = { tenantId: OTHER_TENANT_ID, policy: {}, sources: [] };
    expect(tightenPolicy(aPolicy(), connection).methods).toEqual(['graph']);
    const sharePointAdminUrl = 'https://northwind-admin.sharepoint.com';
    expect(tightenPolicy(aPolicy(), { ...connection, sharePointAdminUrl }).methods).toEqual([
      'graph',
      'sharePoint',
    ]);
  });
});

describe('of two limits the stricter one counts, whichever tenant has it:', () => {
  const confirmation = (changes: Partial<Policy['confirmation']>): Policy['confirmation'] => ({
    ...aPolicy().confirmation,
    ...changes,
  });
  const small = { users: 5, windowMs: 100, repeats: 2 };
  const large = { users: 9, windowMs: 200, repeats: 7 };
  const strict = { users: 5, windowMs: 200, repeats: 2 };
  const { brake: _none, ...unlimited } = aPolicy();
  it.each<[string, Policy, Brake | undefined, Brake | undefined]>([
    ['that of the home tenant is looser', aPolicy({ brake: large }), small, strict],
    ['that of the connection is looser', aPolicy({ brake: small }), large, strict],
    ['only the home tenant has one', aPolicy({ brake: small }), undefined, small],
    ['only the connection has one', unlimited, large, large],
    ['neither has one', unlimited, undefined, undefined],
  ])('the brake, where %s', (_where, of, own, brake) =>
    expect(tightened(of, own ? { brake: own } : {}).brake).toEqual(brake),
  );
  it.each([
    [false, undefined, false],
    [false, false, false],
    [false, true, true],
    [true, false, true],
    [true, undefined, true],
  ])('approval for everybody: %s, %s', (of, own, always) =>
    expect(
      tightened(aPolicy({ confirmation: confirmation({ always: of }) }), {
        confirmation: own === undefined ? {} : { always: own },
      }).confirmation.always,
    ).toBe(always),
  );
  it.each([
    ['low', 'high', 'high'],
    ['high', 'low', 'high'],
    ['medium', undefined, 'medium'],
    [undefined, 'medium', 'medium'],
    [undefined, undefined, undefined],
  ] as const)('the severity below which approval is needed: %s, %s', (of, own, severityBelow) =>
    expect(
      tightened(aPolicy({ confirmation: confirmation(of ? { severityBelow: of } : {}) }), {
        confirmation: own ? { severityBelow: own } : {},
      }).confirmation.severityBelow,
    ).toBe(severityBelow),
  );
  it.each([
    ['revoke', undefined, 'revoke'],
    ['revoke', 'whatIf', 'whatIf'],
    ['whatIf', 'revoke', 'whatIf'],
  ] as const)('the mode: %s, %s', (of, own, expected) =>
    expect(tightened(aPolicy({ mode: of }), own ? { mode: own } : {}).mode).toBe(expected),
  );
  it('and nothing is added that neither of them names', () => {
    const { confirmation: of } = tightened(aPolicy(), {});
    expect([of.roles, of.groups]).toEqual([[], []]);
  });
});
