import { expect, it } from '@jest/globals';
import {
  MEMBERSHIPS_KEPT_MS,
  rememberedMemberships,
} from '../../../shared/adapters/graph/remembered-memberships';
import type { AskedMemberships } from '../../../shared/core/policy';
import { fixedClock } from '../../support/fixed-clock';
import { inMemoryTenant } from '../../twins/in-memory-tenant';

const USER = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01';
const [ONE, OTHER] = ['group-1', 'group-2'];

/** A directory with one user in two groups, and the number of its reads. */
function remembering() {
  const clock = fixedClock();
  const { directory } = inMemoryTenant(
    [{ id: USER, userPrincipalName: 'avery@contoso.com', groups: [ONE, OTHER] }],
    clock,
  );
  let reads = 0;
  const counted: typeof directory = {
    ...directory,
    memberships: (userId, asked) => {
      reads++;
      return directory.memberships(userId, asked);
    },
  };
  const remembered = rememberedMemberships(counted, clock);
  const groups = async (...asked: readonly string[]): Promise<readonly string[]> => {
    const about: AskedMemberships = { groups: asked, roles: false };
    const fact = await remembered.memberships(USER, about);
    return fact.kind === 'read' ? fact.groups : [];
  };
  return { clock, groups, reads: () => reads };
}

it('the memberships of a user are read once a minute, however many requests name the user', async () => {
  const { clock, groups, reads } = remembering();
  await groups(ONE);
  clock.advance(MEMBERSHIPS_KEPT_MS - 1);
  expect(await groups(ONE)).toEqual([ONE]);
  expect(reads()).toBe(1);
  clock.advance(1);
  await groups(ONE);
  expect(reads()).toBe(2);
});

it('what was read for one policy does not answer another, which asks for other groups', async () => {
  const { groups } = remembering();
  expect(await groups(ONE)).toEqual([ONE]);
  expect(await groups(ONE, OTHER)).toEqual([ONE, OTHER]);
});
