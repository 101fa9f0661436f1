import { describe, expect, it } from '@jest/globals';
import { MAX_COUNTED } from '../../shared/adapters/ledger/entry-columns';
import { readPolicy } from '../../shared/config/read-policy';

const formats = ['native', 'splunkWebhook'];
const limitsOf = (policy: unknown): unknown => readPolicy(JSON.stringify(policy), formats);

describe('the policy', () => {
  it('has safe limits by default', () =>
    expect(readPolicy(undefined, formats)).toEqual({
      kind: 'valid',
      value: {
        mode: 'revoke',
        sources: { whatIf: [] },
        protected: { users: [], groups: [], roles: [] },
        confirmation: { always: false, groups: [], roles: [], expiresAfterMs: 12 * 3_600_000 },
        maxRequestAgeMs: 4 * 3_600_000,
        unknownAge: 'confirm',
        deduplicationWindowMs: 3_600_000,
        recordRetentionMs: 7 * 86_400_000,
      },
    }));
  it.each([
    ['PT30M', 1_800_000],
    ['PT90S', 90_000],
    ['P1D', 86_400_000],
    ['P1DT2H3M4S', 93_784_000],
    ['P1W', 604_800_000],
  ])('reads %s as %i ms', (maxRequestAge, maxRequestAgeMs) =>
    expect(limitsOf({ maxRequestAge })).toMatchObject({ value: { maxRequestAgeMs } }),
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
        sources: { revoke: ['splunkWebhook'], whatIf: ['native'] },
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
        sources: { revoke: ['splunkWebhook'], whatIf: ['native'] },
        protected: {
          users: ['break-glass@contoso.com', GROUP.toLowerCase()],
          groups: [GROUP.toLowerCase()],
          roles: ['62e90394-69f5-4237-9190-012177145e10', 'e8611ab8-c189-46e8-94e1-60213ab1f814'],
        },
        brake: { users: 25, windowMs: 3_600_000 },
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
    [{ brake: { users: 2001, window: 'PT1H' } }, 'brake.users: must not be more than 2000'],
    [{ brake: { users: MAX_COUNTED + 1, window: 'PT1H' } }, 'brake.users: must not be more than 2000'],
    [{ brake: { users: 1.5, window: 'PT1H' } }, 'brake.users: must be a whole number'],
    [{ brake: { users: 25 } }, 'brake.window: must be a duration as in ISO 8601: PT4H, P7D'],
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
  ])('is never %j', (policy, problem) =>
    expect(limitsOf(policy)).toEqual({ kind: 'invalid', problems: [`REVOCATION_POLICY.${problem}`] }),
  );
});
