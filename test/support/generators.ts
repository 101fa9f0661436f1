import fc from 'fast-check';
import { compact } from '../../shared/core/compact';
import { textDetail } from '../../shared/core/detail';
import type { DirectoryUser } from '../../shared/core/directory-user';
import type { Facts, MembershipFact, UserFact } from '../../shared/core/facts';
import { storedId } from '../../shared/core/ids';
import type { Policy } from '../../shared/core/policy';
import type { RevocationRequest } from '../../shared/core/request';
import { severities } from '../../shared/core/severity';
import type { SourceRule } from '../../shared/core/source-rule';
import { sourceEffects } from '../../shared/core/source-rule';
import type { UserReference } from '../../shared/core/user-reference';
import { AVERY_ID, NOW, OTHER_TENANT_ID, TENANT_ID, aPolicy, aUser } from './builders';

const word = fc.stringMatching(/^[a-z][a-z0-9.'-]{0,11}$/);

export const userReferences: fc.Arbitrary<UserReference> = fc.oneof(
  fc.uuid().map((id): UserReference => ({ kind: 'id', id })),
  fc.tuple(word, word).map(([name, domain]): UserReference => ({
    kind: 'userPrincipalName',
    userPrincipalName: `${name}@${domain}.com`,
  })),
  fc.nat().map((rid): UserReference => ({ kind: 'sid', sid: `S-1-5-21-1-2-3-${String(rid)}` })),
  fc
    .tuple(word, word)
    .map(([samAccountName, domain]): UserReference => ({ kind: 'samAccountName', samAccountName, domain })),
);

/** Events that requests and rules share; some are of shipped rules. */
const events = ['failedSignIn', 'credential-change/user', 'credential-change/admin', 'confirmedCompromised'];

export const requests: fc.Arbitrary<RevocationRequest> = fc
  .record({
    id: fc.uuid(),
    format: fc.constantFrom('native', 'okta', 'entraRiskyUser'),
    users: fc.array(userReferences, { minLength: 1, maxLength: 4 }),
    mode: fc.constantFrom('revoke' as const, 'whatIf' as const),
    confirm: fc.boolean(),
    tenantId: fc.constantFrom(TENANT_ID, OTHER_TENANT_ID),
    alert: fc.record(
      {
        severity: fc.constantFrom('informational', 'low', 'Medium', 'high', 'critical', '7'),
        createdAt: fc
          .integer({ min: -300, max: 10 })
          .map((minutes) => new Date(NOW.getTime() + minutes * 60_000).toISOString()),
      },
      { requiredKeys: [] },
    ),
    requestedBy: fc.constantFrom('soc@contoso.com', 'lead@contoso.com'),
    event: fc.option(fc.constantFrom(...events), { nil: undefined }),
  })
  .map(({ event, ...request }) => ({ ...request, ...compact({ event }) }));

const users: fc.Arbitrary<DirectoryUser> = fc
  .record({
    userType: fc.constantFrom('Member', 'Guest', 'guest'),
    signInTypes: fc.subarray(['userPrincipalName', 'federated', 'emailAddress']),
    external: fc.boolean(),
  })
  .map(({ userType, signInTypes, external }) =>
    aUser({ userType, signInTypes, ...(external && { externalUserState: 'Accepted' }) }),
  );

/** Everything that a look-up may give. */
export const userFacts: fc.Arbitrary<UserFact> = fc.oneof(
  users.map((user) => ({ kind: 'found' as const, user })),
  fc.constant({ kind: 'notFound' as const }),
  fc.constant({ kind: 'notAUser' as const, objectType: 'servicePrincipal' }),
  fc.constant({ kind: 'ambiguous' as const, detail: textDetail('2 users match.') }),
  fc.constant({
    kind: 'lookupFailed' as const,
    failure: { kind: 'unavailable' as const, detail: textDetail('Graph could not be reached.') },
  }),
);

/** Object ids of groups, and template ids of roles, that rules and users share. */
export const groupIds = [1, 2, 3].map((n) => `7a1c2b3d-0000-4000-8000-00000000000${String(n)}`);
export const roleIds = ['62e90394-69f5-4237-9190-012177145e10', '729827e3-9c14-49f7-bb1b-9608f156bbb8'];

const memberships: fc.Arbitrary<MembershipFact> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      groups: fc.subarray(groupIds),
      roles: fc.subarray(roleIds),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant({
      kind: 'unreadable' as const,
      failure: { kind: 'forbidden' as const, detail: textDetail('No permission.') },
    }),
  },
);

export const facts: fc.Arbitrary<Facts> = fc
  .record({
    user: userFacts,
    memberships,
    minutesAgo: fc.nat({ max: 300 }),
    attempts: fc.nat({ max: 3 }),
    done: fc.boolean(),
    brakeIsFull: fc.boolean(),
    approved: fc.constantFrom(false as const, { userId: AVERY_ID }),
    protectedEntry: fc.oneof(
      { weight: 4, arbitrary: fc.constant({ kind: 'none' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'ledHere' as const, entry: 'x@contoso.com' }) },
    ),
  })
  .map(({ minutesAgo, attempts, done, brakeIsFull, approved, ...known }) => ({
    ...known,
    age: { since: new Date(NOW.getTime() - minutesAgo * 60_000), attempts },
    approved,
    earlier: done
      ? {
          kind: 'done' as const,
          revocation: { outcomeId: storedId('earlier'), revokedAt: '2026-11-23T09:59:00.000Z' },
        }
      : { kind: 'none' as const },
    limit: { kind: brakeIsFull ? ('full' as const) : ('reserved' as const) },
  }));

export const sourceRules: fc.Arbitrary<SourceRule> = fc.record(
  {
    name: fc.constant('sources[0]'),
    formats: fc.subarray(['native', 'okta', 'entrariskyuser'], { minLength: 1 }),
    events: fc.subarray([...events.map((event) => event.toLowerCase()), 'credential-change'], {
      minLength: 1,
    }),
    severityAtLeast: fc.constantFrom(...severities),
    severityAtMost: fc.constantFrom(...severities),
    receivedBy: fc.constant('splunk'),
    effect: fc.constantFrom(...sourceEffects),
  },
  { requiredKeys: ['name', 'effect'] },
);

export const policies: fc.Arbitrary<Policy> = fc
  .record({
    revocationEnabled: fc.boolean(),
    mode: fc.constantFrom('revoke' as const, 'whatIf' as const),
    maxRequestAgeMs: fc.nat({ max: 300 }).map((minutes) => minutes * 60_000),
    sources: fc.array(sourceRules, { maxLength: 4 }),
    protected: fc.record({
      users: fc.subarray(['avery@contoso.com', AVERY_ID]),
      groups: fc.subarray(groupIds),
      roles: fc.subarray(roleIds),
    }),
    confirmation: fc.record(
      {
        always: fc.boolean(),
        groups: fc.subarray(groupIds),
        roles: fc.subarray(roleIds),
        severityBelow: fc.constantFrom(...severities),
        expiresAfterMs: fc.constant(3_600_000),
      },
      { requiredKeys: ['always', 'groups', 'roles', 'expiresAfterMs'] },
    ),
    brake: fc.record({
      users: fc.nat({ max: 5 }),
      windowMs: fc.constant(3_600_000),
      repeats: fc.constant(3),
    }),
  })
  .map(aPolicy);
