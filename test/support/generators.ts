import fc from 'fast-check';
import type { DirectoryUser, Facts, UserFact } from '../../shared/core/facts';
import type { Policy } from '../../shared/core/policy';
import type { RevocationRequest } from '../../shared/core/request';
import type { UserReference } from '../../shared/core/user-reference';
import { NOW, OTHER_TENANT_ID, TENANT_ID, aPolicy, aUser } from './builders';

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

export const requests: fc.Arbitrary<RevocationRequest> = fc.record({
  id: fc.uuid(),
  format: fc.constant('native'),
  users: fc.array(userReferences, { minLength: 1, maxLength: 4 }),
  mode: fc.constantFrom('revoke' as const, 'whatIf' as const),
  confirm: fc.boolean(),
  tenantId: fc.constantFrom(TENANT_ID, OTHER_TENANT_ID),
});

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
export const userFacts: fc.Arbitrary<Exclude<UserFact, { kind: 'notLookedUp' }>> = fc.oneof(
  users.map((user) => ({ kind: 'found' as const, user })),
  fc.constant({ kind: 'notFound' as const }),
  fc.constant({ kind: 'notAUser' as const, objectType: 'servicePrincipal' }),
  fc.constant({ kind: 'ambiguous' as const, detail: '2 users fit.' }),
  fc.constant({
    kind: 'lookupFailed' as const,
    failure: { kind: 'unavailable' as const, detail: 'Graph could not be reached.' },
  }),
);

export const facts: fc.Arbitrary<Facts> = fc
  .record({
    user: userFacts,
    minutesAgo: fc.nat({ max: 300 }),
    attempts: fc.nat({ max: 3 }),
    done: fc.boolean(),
  })
  .map(({ user, minutesAgo, attempts, done }) => ({
    user,
    arrival: { since: new Date(NOW.getTime() - minutesAgo * 60_000), attempts },
    ...(done && { earlier: { outcomeId: 'earlier', revokedAt: '2026-11-23T09:59:00.000Z' } }),
  }));

export const policies: fc.Arbitrary<Policy> = fc
  .record({
    revocationEnabled: fc.boolean(),
    mode: fc.constantFrom('revoke' as const, 'whatIf' as const),
    maxRequestAgeMs: fc.nat({ max: 300 }).map((minutes) => minutes * 60_000),
  })
  .map(aPolicy);
