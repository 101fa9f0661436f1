/* eslint-disable unicorn/no-thenable -- policies as they are written; none of them is awaited */
import { describe, expect, it } from '@jest/globals';
import { compact } from '../../shared/core/compact';
import { effectOf } from '../../shared/core/deciding-rule';
import { readPolicy } from '../../shared/config/read-policy';

const formats = ['native', 'splunkWebhook'];
const limitsOf = (policy: unknown): unknown => readPolicy(JSON.stringify(policy), formats);

describe('a policy with a key that appears twice', () => {
  it('is invalid: the last one would replace the first silently', () =>
    expect(readPolicy('{"protected":{"users":["a@contoso.com"]},"protected":{}}', [])).toEqual({
      kind: 'invalid',
      problems: ['REVOCATION_POLICY: has protected twice'],
    }));
});

describe('the policy', () => {
  it('has safe limits by default', () =>
    expect(readPolicy(undefined, formats)).toEqual({
      kind: 'valid',
      value: {
        mode: 'revoke',
        sources: [],
        brake: { users: 25, windowMs: 3_600_000, repeats: 3 },
        urgent: { sources: ['queue', 'webhook', 'entra', 'issuer'], users: 100, windowMs: 600_000 },
        protected: { users: [], groups: [], roles: [] },
        confirmation: { always: false, groups: [], roles: [], expiresAfterMs: 12 * 3_600_000 },
        approvals: { maxAuthAgeMs: 900_000, quorum: 1, authenticationContexts: [] },
        maxRequestAgeMs: 4 * 3_600_000,
        unknownAge: 'confirm',
        deduplicationWindowMs: 3_600_000,
        recordRetentionMs: 7 * 86_400_000,
      },
    }));
  it('has revocations watched where it has the key', () => {
    expect(limitsOf({ watch: {} })).toMatchObject({
      value: { watch: { onReturn: 'report', contain: [], latenessMs: 195 * 60_000 } },
    });
    expect(limitsOf({ watch: { onReturn: 'revoke', lateness: 'PT1H' } })).toMatchObject({
      value: { watch: { onReturn: 'revoke', contain: [], latenessMs: 3_600_000 } },
    });
  });
  it('has no brake only where it says so in so many words', () => {
    expect(limitsOf({ brake: 'none' })).not.toMatchObject({ value: { brake: expect.anything() } });
    expect(limitsOf({})).toMatchObject({ value: { brake: { users: 25 } } });
  });
  it('reads what makes the decision of an approver count', () =>
    expect(
      limitsOf({
        approvals: { proof: 'required', maxAuthAge: 'PT5M', quorum: 2, authenticationContext: 'c1' },
      }),
    ).toMatchObject({
      value: {
        approvals: { proof: 'required', maxAuthAgeMs: 300_000, quorum: 2, authenticationContexts: ['c1'] },
      },
    }));
  it.each([
    [{ proof: true }, 'proof: must be required or optional'],
    [{ quorum: 0 }, 'quorum: must be at least 1'],
    [{ quorum: 11 }, 'quorum: must not be more than 10'],
    [
      { authenticationContext: 'mfa' },
      'authenticationContext: is not the id of an authentication context (c1 to c99)',
    ],
    [{ quorum: 2, approvers: [] }, ' unknown field: approvers'],
  ])('names what is wrong with %j', (approvals, problem) => {
    const path = problem.startsWith(' ') ? 'approvals:' : 'approvals.';
    expect(limitsOf({ approvals })).toEqual({
      kind: 'invalid',
      problems: [`REVOCATION_POLICY.${path}${problem}`],
    });
  });
  it('limits users per hour where a brake names no window', () =>
    expect(limitsOf({ brake: { users: 5 } })).toMatchObject({
      value: { brake: { users: 5, windowMs: 3_600_000, repeats: 3 } },
    }));
  it.each([
    ['{"mode": "whatIf",\n}', 'REVOCATION_POLICY: is not JSON (line 2, column 1)'],
    ['{"mode": whatIf}', 'REVOCATION_POLICY: is not JSON'],
    ['', 'REVOCATION_POLICY: is not JSON'],
  ])(
    'that is not JSON is reported with the place where the parser stopped, if it says so: %j',
    (text, problem) => expect(readPolicy(text, formats)).toEqual({ kind: 'invalid', problems: [problem] }),
  );
  it.each([
    ['PT30M', 1_800_000],
    ['PT90S', 90_000],
    ['P1D', 86_400_000],
    ['P1DT2H3M4S', 93_784_000],
    ['P1W', 604_800_000],
  ])('reads %s as %i ms', (maxRequestAge, maxRequestAgeMs) =>
    expect(limitsOf({ maxRequestAge })).toMatchObject({ value: { maxRequestAgeMs } }),
  );
  it('knows the NetBIOS names of domains, in any case', () =>
    expect(limitsOf({ netbiosDomains: { CONTOSO: 'Corp.Contoso.com' } })).toMatchObject({
      value: { netbiosDomains: { contoso: 'corp.contoso.com' } },
    }));
  it.each([
    [{ 'contoso.com': 'corp.contoso.com' }, 'has a key that is not a NetBIOS name'],
    [{ AVERYLONGDOMAINNAME: 'corp.contoso.com' }, 'has a key that is not a NetBIOS name'],
    [{ CONTOSO: 'CORP' }, 'is not a DNS name'],
  ])('takes no %j for NetBIOS names', (netbiosDomains, problem) =>
    expect(JSON.stringify(limitsOf({ netbiosDomains }))).toContain(problem),
  );
  it.each(['', '4h', 'P', 'PT', 'P1DT', 'P1M', 'P1Y', 'PT1.5H', '-PT1H', 'P1W2D', 4])(
    'takes no %j for a duration',
    (maxRequestAge) =>
      expect(limitsOf({ maxRequestAge })).toEqual({
        kind: 'invalid',
        problems: ['REVOCATION_POLICY.maxRequestAge: must be a duration as in ISO 8601: PT4H, P7D'],
      }),
  );
  it('reports every problem at once, with its path', () =>
    expect(limitsOf({ maxRequestAge: 'PT0S', deduplicationWindow: 'soon', protect: [] })).toEqual({
      kind: 'invalid',
      problems: [
        'REVOCATION_POLICY.maxRequestAge: must be longer than zero',
        'REVOCATION_POLICY.deduplicationWindow: must be a duration as in ISO 8601: PT4H, P7D',
        'REVOCATION_POLICY: unknown field: protect',
      ],
    }));
  it.each([
    ['a request may still arrive', { maxRequestAge: 'P2D' }],
    ['duplicates are answered', { deduplicationWindow: 'P2D' }],
  ])('keeps records for as long as %s', (_while, policy) =>
    expect(limitsOf({ ...policy, recordRetention: 'P1D' })).toMatchObject({
      problems: [expect.stringMatching(/^REVOCATION_POLICY.recordRetention: must not be shorter/)],
    }),
  );
  it.each(['null', '[]', '7', '"PT4H"'])('is an object, not %s', (text) =>
    expect(readPolicy(text, formats)).toEqual({
      kind: 'invalid',
      problems: ['REVOCATION_POLICY: must be an object'],
    }),
  );
});

const GROUP = '7a1c2b3d-0000-4000-8000-0000000000A1';

describe('the content of the policy', () => {
  it('is read as a whole', () =>
    expect(
      limitsOf({
        mode: 'whatIf',
        sources: [
          {
            format: 'splunkWebhook',
            events: ['Impossible Travel'],
            severityAtLeast: 'high',
            then: 'confirm',
          },
        ],
        protected: {
          users: ['Break-Glass@Contoso.com', GROUP],
          groups: [GROUP],
          roles: ['global administrator', 'E8611AB8-c189-46e8-94e1-60213ab1f814'],
        },
        brake: { users: 25, window: 'PT1H' },
        confirmation: {
          always: true,
          groups: [GROUP],
          roles: ['Security Administrator'],
          severityBelow: 'high',
          expiresAfter: 'PT2H',
          approvers: ['Lead@contoso.com'],
        },
      }),
    ).toMatchObject({
      kind: 'valid',
      value: {
        mode: 'whatIf',
        sources: [
          {
            name: 'sources[0]',
            formats: ['splunkwebhook'],
            events: ['impossible travel'],
            severityAtLeast: 'high',
            effect: 'confirm',
          },
        ],
        protected: {
          users: ['break-glass@contoso.com', GROUP.toLowerCase()],
          groups: [GROUP.toLowerCase()],
          roles: ['62e90394-69f5-4237-9190-012177145e10', 'e8611ab8-c189-46e8-94e1-60213ab1f814'],
        },
        brake: { users: 25, windowMs: 3_600_000, repeats: 3 },
        urgent: { sources: ['queue', 'webhook', 'entra', 'issuer'], users: 100, windowMs: 600_000 },
        confirmation: {
          always: true,
          groups: [GROUP.toLowerCase()],
          roles: ['194ae4cb-b126-40b2-bd5b-6091b380977d'],
          severityBelow: 'high',
          expiresAfterMs: 7_200_000,
          approvers: ['lead@contoso.com'],
        },
      },
    }));
  it.each<[unknown, string]>([
    [
      { protected: { users: ['bob'] } },
      'protected.users[0]: is neither an object id nor a user principal name',
    ],
    [{ protected: { groups: ['Admins'] } }, 'protected.groups[0]: is not the object id of a group (a GUID)'],
    [
      { protected: { roles: ['Global Admin'] } },
      'protected.roles[0]: is neither the name nor the template id of a directory role',
    ],
    [{ protected: { user: [] } }, 'protected: unknown field: user'],
    [{ protected: [] }, 'protected: must be an object'],
    [{ brake: { users: -1, window: 'PT1H' } }, 'brake.users: must not be negative'],
    [{ brake: { users: 10_001, window: 'PT1H' } }, 'brake.users: must not be more than 10000'],
    [{ brake: { users: 1, window: 'PT1H', repeats: 0 } }, 'brake.repeats: must be at least 1'],
    [
      { sources: [{ receivedBy: 'queu', then: 'whatIf' }] },
      'sources[0].receivedBy: is not the name of a sender: queue, webhook:NAME, entra:APP_ID, issuer:ISS or unproven; webhook, entra and issuer name all of a kind',
    ],
    [
      { sources: [{ receivedBy: 'webhook:', then: 'whatIf' }] },
      'sources[0].receivedBy: is not the name of a sender: queue, webhook:NAME, entra:APP_ID, issuer:ISS or unproven; webhook, entra and issuer name all of a kind',
    ],
    [{ urgent: { users: 0 } }, 'urgent.users: must be at least 1'],
    [{ watch: { onReturn: 'block' } }, 'watch.onReturn: must be one of report, revoke, contain'],
    [
      { watch: { onReturn: 'contain' } },
      'watch.contain: must name the steps if onReturn is contain, and none otherwise',
    ],
    [
      { watch: { contain: ['disableSignIn'] } },
      'watch.contain: must name the steps if onReturn is contain, and none otherwise',
    ],
    [
      { watch: { onReturn: 'contain', contain: ['disableSignIn', 'disableSignIn'] } },
      'watch.contain: names a step twice',
    ],
    [{ watch: { lateness: 'PT29M' } }, 'watch.lateness: must not be shorter than PT30M'],
    [{ watch: { every: 'PT1M' } }, 'watch: unknown field: every'],
    [{ urgent: { users: 1001 } }, 'urgent.users: must not be more than 1000'],
    [{ urgent: { severity: 'low' } }, 'urgent: unknown field: severity'],
    [
      { urgent: { sources: ['unproven:webhook'] } },
      'urgent.sources[0]: is a sender that is not proven: its severities cannot be trusted',
    ],
    [{ brake: 'off' }, 'brake: must be an object, or none in so many words'],
    [{ brake: { users: 1.5, window: 'PT1H' } }, 'brake.users: must be a whole number'],
    [{ brake: { window: 'PT1H' } }, 'brake.users: must be a whole number'],
    [
      { confirmation: { approvers: [] } },
      'confirmation.approvers: must name at least one approver, or be absent',
    ],
    [
      { confirmation: { severityBelow: 'severe' } },
      'confirmation.severityBelow: must be one of informational, low, medium, high, critical',
    ],
    [{ confirmation: { always: 'yes' } }, 'confirmation.always: must be true or false'],
    [{ mode: 'dry' }, 'mode: must be revoke or whatIf'],
    [{ sources: { revoke: ['splunk'] } }, 'sources.revoke[0]: splunk is not the name of a format'],
    [{ sources: { whatIf: ['x'] } }, 'sources.whatIf[0]: x is not the name of a format'],
    [{ sources: { revoked: [] } }, 'sources: unknown field: revoked'],
    [{ sources: { whatIf: ['native', 7] } }, 'sources.whatIf[1]: must be text'],
    [{ sources: 7 }, 'sources: must be a list of rules'],
    [
      { sources: [{ then: 'revoke' }, { format: 'Splunk', then: 'whatIf' }] },
      'sources[1].format: splunk is not the name of a format',
    ],
    [{ sources: [{}] }, 'sources[0].then: must be one of revoke, confirm, whatIf'],
    [{ sources: [{ then: 'preview' }] }, 'sources[0].then: must be one of revoke, confirm, whatIf'],
    [{ sources: ['native'] }, 'sources[0]: must be an object'],
    [{ sources: [{ then: 'whatIf', event: 'a' }] }, 'sources[0]: unknown field: event'],
    [
      { sources: [{ then: 'whatIf', events: [] }] },
      'sources[0].events: must name at least one event, or be absent',
    ],
    [{ sources: [{ then: 'whatIf', events: 'a' }] }, 'sources[0].events: must be a list'],
    [
      { sources: [{ then: 'whatIf', severityAtLeast: 'sev1' }] },
      'sources[0].severityAtLeast: must be one of informational, low, medium, high, critical',
    ],
  ])('is never %j', (policy, problem) =>
    expect(limitsOf(policy)).toEqual({ kind: 'invalid', problems: [`REVOCATION_POLICY.${problem}`] }),
  );
});

describe('the older form of `sources`', () => {
  const effectIn = (sources: unknown, format: string, event?: string): unknown => {
    const read = readPolicy(JSON.stringify({ sources }), formats);
    if (read.kind === 'invalid') return read.problems;
    return effectOf({ format, ...compact({ event }) }, read.value.sources);
  };
  it.each([
    ['is not among those that may', { revoke: ['splunkWebhook'] }, 'whatIf'],
    ['is among those that may', { revoke: ['native'] }, 'revoke'],
    ['is among those that may, in another case', { revoke: ['NATIVE'] }, 'revoke'],
    ['only previews', { whatIf: ['native'] }, 'whatIf'],
    ['may and only previews', { revoke: ['native'], whatIf: ['native'] }, 'whatIf'],
    ['is not restricted', {}, 'revoke'],
    ['is not one of none', { revoke: [] }, 'whatIf'],
  ])('a format that %s: %j is %s', (_what, sources, effect) =>
    expect(effectIn(sources, 'native')).toBe(effect),
  );
  it('leaves the shipped rules as they are', () =>
    expect(effectIn({ revoke: ['splunkWebhook'] }, 'splunkWebhook', 'failedSignIn')).toBe('whatIf'));
  it('names the list that decides', () =>
    expect(limitsOf({ sources: { revoke: ['native'], whatIf: ['native'] } })).toMatchObject({
      value: {
        sources: [
          { name: 'sources.whatIf', formats: ['native'], effect: 'whatIf' },
          { name: 'sources.revoke', formats: ['splunkwebhook'], effect: 'whatIf' },
        ],
      },
    }));
});
