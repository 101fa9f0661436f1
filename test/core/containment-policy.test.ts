import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compact } from '../../shared/core/compact';
import type { ContainedRequest } from '../../shared/core/containment-policy';
import type { ContainmentRule } from '../../shared/core/containment-rule';
import { containmentOf, dependsOnRoles, possibleSteps } from '../../shared/core/containment-policy';
import { removedSince } from '../../shared/core/first-seen';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { containmentSteps } from '../../shared/core/containment-step';
import { detail } from '../../shared/core/detail';
import type { MembershipFact } from '../../shared/core/facts';
import { NOW } from '../support/builders';

const ADMIN = '62e90394-69f5-4237-9190-012177145e10';
const isAdmin: MembershipFact = { kind: 'read', groups: [], roles: [ADMIN] };
const isNobody: MembershipFact = { kind: 'read', groups: [], roles: [] };
const unreadable: MembershipFact = {
  kind: 'unreadable',
  failure: { kind: 'forbidden', detail: detail('graphThrottling') },
};

type Changes = {
  readonly [Name in keyof ContainedRequest]?: ContainedRequest[Name] | undefined;
};

const ruleOf = (
  steps: readonly ContainmentStep[],
  when: ContainmentRule['when'] = {},
  mayAsk: readonly ContainmentStep[] = [],
): ContainmentRule => ({ steps, when, mayAsk, lookBackMs: 0 });
const requestOf = ({ format = 'defenderXdr', ...changes }: Changes = {}): ContainedRequest => ({
  format,
  ...compact({ receivedBy: 'webhook:edr' as const, alert: { severity: 'High' }, ...changes }),
});

const always = ruleOf(['disableSignIn']);
const confirmed = (...about: Parameters<typeof ruleOf>): ContainmentRule => ({
  ...ruleOf(...about),
  confirmation: true,
});

describe('the steps of a request', () => {
  it.each<[string, readonly ContainmentRule[], Changes, MembershipFact | undefined, string]>([
    ['are none where policy has none', [], {}, undefined, ''],
    ['are those of a rule without conditions', [always], {}, undefined, 'disableSignIn'],
    [
      'are those of all rules that match, in their order, each once',
      [ruleOf(['removeConsents', 'disableSignIn']), always, ruleOf(['confirmCompromised'])],
      {},
      undefined,
      'disableSignIn confirmCompromised removeConsents',
    ],
    [
      'are those of a severity',
      [ruleOf(['disableSignIn'], { severityAtLeast: 'high' })],
      {},
      undefined,
      'disableSignIn',
    ],
    [
      'are not those of a higher severity',
      [ruleOf(['disableSignIn'], { severityAtLeast: 'critical' })],
      {},
      undefined,
      '',
    ],
    [
      'are not those of a severity where it is unknown',
      [ruleOf(['disableSignIn'], { severityAtLeast: 'informational' })],
      { alert: { severity: 'grave' } },
      undefined,
      '',
    ],
    [
      'are not those of a severity without an alert',
      [ruleOf(['disableSignIn'], { severityAtLeast: 'informational' })],
      { alert: undefined },
      undefined,
      '',
    ],
    [
      'are those of a kind of senders',
      [ruleOf(['disableSignIn'], { receivedBy: ['queue', 'Webhook'] })],
      {},
      undefined,
      'disableSignIn',
    ],
    [
      'are not those of another sender',
      [ruleOf(['disableSignIn'], { receivedBy: ['webhook:siem'] })],
      {},
      undefined,
      '',
    ],
    [
      'are not those of a sender that is only claimed',
      [ruleOf(['disableSignIn'], { receivedBy: ['webhook'] })],
      { receivedBy: 'unproven:webhook:edr' },
      undefined,
      '',
    ],
    [
      'are those of a format, in any case',
      [ruleOf(['disableSignIn'], { formats: ['defenderxdr'] })],
      {},
      undefined,
      'disableSignIn',
    ],
    [
      'are not those of another format',
      [ruleOf(['disableSignIn'], { formats: ['native'] })],
      {},
      undefined,
      '',
    ],
    [
      'are those of a role of the user',
      [ruleOf(['disableSignIn'], { roles: [ADMIN] })],
      {},
      isAdmin,
      'disableSignIn',
    ],
    [
      'are not those of a role that the user has not',
      [ruleOf(['disableSignIn'], { roles: [ADMIN] })],
      {},
      isNobody,
      '',
    ],
    [
      'are not those of a rule of which one condition is not met',
      [ruleOf(['disableSignIn'], { roles: [ADMIN], formats: ['native'] })],
      {},
      isAdmin,
      '',
    ],
    [
      'are not done where the roles are unknown, which is reported',
      [always, ruleOf(['disableSignIn', 'removeConsents'], { roles: [ADMIN] })],
      {},
      unreadable,
      'disableSignIn -removeConsents:rolesUnknown',
    ],
    ['are none where the request asks for none', [always], { contain: [] }, undefined, ''],
    [
      'are fewer where the request asks for fewer',
      [ruleOf(['disableSignIn', 'removeConsents'])],
      { contain: ['removeConsents'] },
      undefined,
      'removeConsents',
    ],
    [
      'are not more because the request asks for more, which is reported',
      [always],
      { contain: ['disableSignIn', 'disableDevices'] },
      undefined,
      'disableSignIn -disableDevices:notAllowed',
    ],
    [
      'are more where policy lets its sender ask',
      [always, ruleOf([], { receivedBy: ['webhook:edr'] }, ['disableDevices'])],
      { contain: ['disableDevices'] },
      undefined,
      'disableDevices',
    ],
    [
      'are not more where the request does not ask',
      [ruleOf(['disableSignIn'], {}, ['disableDevices'])],
      {},
      undefined,
      'disableSignIn',
    ],
    [
      'are not more where policy lets another sender ask',
      [ruleOf([], { receivedBy: ['queue'] }, ['disableDevices'])],
      { contain: ['disableDevices'] },
      undefined,
      '-disableDevices:notAllowed',
    ],
    [
      'are reported once where they are denied twice',
      [ruleOf(['removeConsents'], { roles: [ADMIN] })],
      { contain: ['removeConsents'] },
      unreadable,
      '-removeConsents:rolesUnknown',
    ],
    [
      'wait for an approval where the rule demands one',
      [always, confirmed(['removeConsents'])],
      {},
      undefined,
      'disableSignIn ?removeConsents',
    ],
    ['can all wait for an approval', [confirmed(['disableSignIn'])], {}, undefined, '?disableSignIn'],
    [
      'do not wait where another rule gives them without an approval, in either order',
      [confirmed(['disableSignIn', 'removeConsents']), always, confirmed(['disableSignIn'])],
      {},
      undefined,
      'disableSignIn ?removeConsents',
    ],
    [
      'wait where the rule without an approval does not match',
      [confirmed(['disableSignIn']), ruleOf(['disableSignIn'], { formats: ['native'] })],
      {},
      undefined,
      '?disableSignIn',
    ],
    [
      'wait for a user with a role, and for nobody else',
      [confirmed(['disableSignIn'], { roles: [ADMIN] }), ruleOf(['removeConsents'])],
      {},
      isNobody,
      'removeConsents',
    ],
    [
      'wait also where the request asks for them',
      [confirmed([], {}, ['disableDevices'])],
      { contain: ['disableDevices'] },
      undefined,
      '?disableDevices',
    ],
    [
      'do not wait where another rule lets the request ask for them without an approval',
      [confirmed(['disableDevices']), ruleOf([], {}, ['disableDevices'])],
      { contain: ['disableDevices'] },
      undefined,
      'disableDevices',
    ],
    [
      'wait and are not denied where another rule depends on unknown roles',
      [confirmed(['disableSignIn']), ruleOf(['disableSignIn'], { roles: [ADMIN] })],
      {},
      unreadable,
      '?disableSignIn',
    ],
    [
      'do not wait where the request asks for others',
      [confirmed(['disableSignIn']), ruleOf(['removeConsents'])],
      { contain: ['removeConsents'] },
      undefined,
      'removeConsents',
    ],
  ])('%s', (...[, containment, changes, roles, expected]) => {
    const plan = containmentOf(requestOf(changes), { containment }, roles);
    const denied = (plan?.denied ?? []).map(({ step, kind }) => `-${step}:${kind}`);
    const awaiting = (plan?.awaiting ?? []).map((step) => `?${step}`);
    expect([...(plan?.steps ?? []), ...awaiting, ...denied].join(' ')).toBe(expected);
    if (expected === '') expect(plan).toBeUndefined();
  });
  it('are among those that the request may lead to, which an approver is shown', () => {
    const containment = [ruleOf(['disableSignIn'], { roles: [ADMIN] }, ['disableDevices'])];
    expect(possibleSteps(requestOf(), { containment })).toEqual(['disableSignIn']);
    expect(possibleSteps(requestOf({ contain: ['disableDevices'] }), { containment })).toEqual([
      'disableDevices',
    ]);
    expect(possibleSteps(requestOf(), {})).toEqual([]);
  });
  it('are not among those that an approval of the revocation leads to, where they need one of their own', () =>
    expect(possibleSteps(requestOf(), { containment: [always, confirmed(['removeConsents'])] })).toEqual([
      'disableSignIn',
    ]));
  it('look back as long as the longest of the rules that match', () => {
    const containment = [
      { ...always, lookBackMs: 5 },
      { ...always, lookBackMs: 7 },
      { ...ruleOf(['disableSignIn'], { formats: ['native'] }), lookBackMs: 9 },
    ];
    const plan = containmentOf(requestOf(), { containment });
    expect(plan?.lookBackMs).toBe(7);
    const raised = { alert: { createdAt: '2026-11-23T10:00:00.007Z' } };
    expect(plan && removedSince(raised, plan, NOW)).toBe('2026-11-23T10:00:00.000Z');
  });
  it('trust the sender with the time of the first activity as little as the strictest of the rules that match', () => {
    const withinOf = (...containment: readonly ContainmentRule[]): number | undefined =>
      containmentOf(requestOf(), { containment })?.firstSeenWithinMs;
    expect(withinOf(always)).toBeUndefined();
    expect(withinOf(always, { ...always, firstSeenWithinMs: 7 })).toBe(7);
    expect(withinOf({ ...always, firstSeenWithinMs: 7 }, { ...always, firstSeenWithinMs: 0 })).toBe(0);
    const ofOthers = ruleOf(['disableSignIn'], { formats: ['native'] });
    expect(withinOf(always, { ...ofOthers, firstSeenWithinMs: 0 })).toBeUndefined();
  });
  it('depend on the roles of the user only where a rule that may match names roles', () => {
    const ofAdmins = ruleOf(['disableSignIn'], { roles: [ADMIN], formats: ['native'] });
    const depends = (changes: Changes): boolean =>
      dependsOnRoles(requestOf(changes), { containment: [always, ofAdmins] });
    expect(depends({})).toBe(false);
    expect(depends({ format: 'native' })).toBe(true);
    expect(depends({ format: 'native', contain: [] })).toBe(false);
    expect(dependsOnRoles(requestOf(), {})).toBe(false);
  });
  it('are never more than policy gives or lets a request ask for, and each asked for is done or reported', () => {
    const someSteps = fc.subarray([...containmentSteps]);
    const someRules = fc.array(
      fc.record(
        {
          steps: someSteps,
          mayAsk: someSteps,
          when: fc.constant({}),
          lookBackMs: fc.constant(0),
          confirmation: fc.constant(true as const),
        },
        { requiredKeys: ['steps', 'mayAsk', 'when', 'lookBackMs'] },
      ),
      {
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(someRules, fc.option(someSteps, { nil: undefined }), (containment, contain) => {
        const plan = containmentOf(requestOf({ contain }), { containment });
        const given = containment.flatMap(({ steps }) => steps);
        const allowed = containment.flatMap(({ steps, mayAsk }) => [...steps, ...mayAsk]);
        const atOnce = plan?.steps ?? [];
        const steps = [...atOnce, ...(plan?.awaiting ?? [])];
        const free = containment.filter(({ confirmation }) => confirmation !== true);
        const without = free.flatMap((rule) => (contain ? [...rule.steps, ...rule.mayAsk] : rule.steps));
        expect(steps.filter((step) => without.includes(step))).toEqual(atOnce);
        const denied = (plan?.denied ?? []).map(({ step }) => step);
        expect(steps.every((step) => allowed.includes(step))).toBe(true);
        expect([...steps, ...denied].toSorted()).toEqual([...new Set(contain ?? given)].toSorted());
      }),
    );
  });
});
