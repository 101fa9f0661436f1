import type { Dependencies } from '../../shared/app/dependencies';
import type { Containment } from '../../shared/core/containment';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { containmentSteps } from '../../shared/core/containment-step';
import type { Policy } from '../../shared/core/policy';
import type { Effect } from '../twins/in-memory-containment';
import { inMemoryContainment } from '../twins/in-memory-containment';
import { appOfTwins, members } from './app';
import { NOW } from './builders';
import { publishedBy } from './two-methods';

export const AVERY = members[0]?.id ?? '';

/** The time of the alert in `containedAlert`, since which what was added is removed. */
const RAISED_AT = NOW.toISOString();
const LATER = new Date(NOW.getTime() + 1000).toISOString();
const EARLIER = new Date(NOW.getTime() - 1000).toISOString();

/** What the twin has of a user: two things of each step that removes, of which one is older than the alert. */
const ITEMS = [
  { step: 'disableSignIn', item: { kind: 'signIn', id: 'sign-in' } },
  { step: 'confirmCompromised', item: { kind: 'risk', id: 'risk' } },
  { step: 'identityAccounts', item: { kind: 'identityAccount', id: 'ad' } },
  {
    step: 'removeAuthenticationMethods',
    item: { kind: 'authenticationMethod', id: 'passkey', addedAt: LATER },
    isFinal: true,
  },
  {
    step: 'removeAuthenticationMethods',
    item: { kind: 'authenticationMethod', id: 'phone', addedAt: EARLIER },
  },
  { step: 'removeConsents', item: { kind: 'consent', id: 'mail-app', addedAt: LATER } },
  { step: 'removeConsents', item: { kind: 'consent', id: 'undated' } },
  { step: 'disableDevices', item: { kind: 'device', id: 'laptop', addedAt: LATER } },
] as const;

/** What all steps take away, in the order of their names. */
export const TAKEN = ['ad', 'laptop', 'mail-app', 'passkey', 'risk', 'sign-in'];

export const containedAlert = (more: object = {}) => ({
  id: 'r-1',
  user: 'avery@contoso.com',
  alert: { id: 'a-1', severity: 'high', createdAt: RAISED_AT },
  ...more,
});

/** In memory the steps take some turns, all of which come before the end of a sleep. */
const SLEEP_TURNS = 500;

async function sleepInTurns(clock: { advance(ms: number): void }, ms: number): Promise<void> {
  for (let turn = 0; turn < SLEEP_TURNS; turn++) await Promise.resolve();
  clock.advance(ms);
}

/** The app of twins whose policy takes these steps, and a user of whom there is something to take away. */
export function appWithSteps(
  steps: readonly ContainmentStep[] = containmentSteps,
  policy: Partial<Policy> = {},
) {
  const side = appOfTwins({ containment: [{ steps, mayAsk: [], when: {}, lookBackMs: 0 }], ...policy });
  const { clock, tenant, dependencies: twins } = side;
  const directory = inMemoryContainment(clock);
  for (const one of ITEMS) directory.add(AVERY, one);
  /** All that was changed and every revocation, in order. */
  const { log } = directory;
  const signIn = directory.itemsOf(AVERY)[0];
  const dependencies: Dependencies = {
    ...twins,
    clock: { ...clock, sleep: (ms) => sleepInTurns(clock, ms) },
    containmentMethods: directory.methods,
    directory: {
      ...twins.directory,
      find: async (reference) => {
        const fact = await twins.directory.find(reference);
        const isAvery = fact.kind === 'found' && fact.user.id === AVERY;
        return isAvery && signIn?.isThere === false ? { ...fact, isDisabled: true } : fact;
      },
    },
    revokers: {
      graph: {
        ...tenant.revoker,
        revoke: async (...args) => {
          const answer = await tenant.revoker.revoke(...args);
          // Graph's times differ from one revocation to the next.
          clock.advance(1);
          if (answer.kind === 'accepted') log.push('revoke');
          return answer;
        },
      },
    },
  };
  return {
    ...side,
    dependencies,
    directory,
    log,
    /** The same app, whose changes of the directory may fail. */
    withEffect: (app: Dependencies, effect: Effect): Dependencies => ({
      ...app,
      containmentMethods: directory.methodsWith(effect),
    }),
    async containments(): Promise<readonly Containment[]> {
      const found = await twins.ledger.containments.ofUser(twins.policy.tenantId, AVERY);
      return found.map(({ containment }) => containment);
    },
    taken: () =>
      directory
        .itemsOf(AVERY)
        .filter(({ isThere }) => !isThere)
        .map(({ item }) => item.id)
        .toSorted(),
    ...publishedBy(side.resultsTopic),
  };
}
