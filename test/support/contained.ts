import type { Dependencies } from '../../shared/app/dependencies';
import { processMessage } from '../../shared/app/process-message';
import { restoreForCaller } from '../../shared/app/restore-for-caller';
import type { RestoreOfCaller } from '../../shared/app/restore-for-caller';
import type { Caller } from '../../shared/core/caller';
import type { Containment } from '../../shared/core/containment';
import type { BackendFailureKind } from '../../shared/core/backend-failure';
import type { ContainedItemKind } from '../../shared/core/containment';
import { containmentSteps, isRemoval } from '../../shared/core/containment-step';
import { textDetail } from '../../shared/core/detail';
import type { Clock } from '../../shared/ports/clock';
import type { ContainmentMethod } from '../../shared/ports/containment-method';
import type { ContainmentStep } from '../../shared/core/containment-step';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Policy } from '../../shared/core/policy';
import type { ContainmentMethods } from '../../shared/ports/containment-method';
import { inMemoryContainment } from '../twins/in-memory-containment';
import { aMessage, members } from './app';
import { TENANT_ID } from './builders';
import type { ConversationWithTwins } from './conversation-with-twins';
import { aCaller, provingApp } from './proven';

const avery = members[0];
if (!avery) throw new Error('There is no Avery.');
export const averyId = avery.id;
export const AUTHORIZATION_URI = 'https://login.example/authorize';

/** The containment of Avery by a request, of which nothing is done yet. */
export function aContainment(changes: Partial<Containment> = {}): Containment {
  return {
    outcomeId: storedId<OutcomeId>('contained-1'),
    requestId: 'inc-1',
    tenantId: TENANT_ID,
    user: {
      reference: { kind: 'userPrincipalName', userPrincipalName: 'avery@contoso.com' },
      id: averyId,
      userPrincipalName: 'avery@contoso.com',
    },
    startedAt: '2026-11-23T10:00:00.000Z',
    steps: [],
    changes: [],
    kept: [],
    state: 'open',
    ...changes,
  };
}

/** Something of Avery that a step takes away. */
export interface Thing {
  readonly step: ContainmentStep;
  readonly id: string;
  readonly isOn: boolean;
  readonly isFinal?: boolean;
}

export const averysItems: readonly Thing[] = [
  { step: 'disableSignIn', id: 'sign-in', isOn: true },
  { step: 'removeAuthenticationMethods', id: 'passkey', isOn: true, isFinal: true },
  { step: 'removeConsents', id: 'consent', isOn: true },
  { step: 'disableDevices', id: 'laptop', isOn: true },
];

/** The steps of Avery's containment. */
export const stepsOfAvery = [...new Set(averysItems.map(({ step }) => step))];

/** The app whose decisions need proof, with a user who has things that steps can turn off. */
export function containingApp(
  items: readonly Thing[] = averysItems,
  policy: Partial<Policy> = {},
  approvals: Partial<Policy['approvals']> = {},
) {
  const app = provingApp({ provesRestores: true, ...approvals }, policy);
  const things = thingsOfAvery(items, app.clock);
  const dependencies = { ...app.dependencies, containmentMethods: things.methods };
  return { ...app, dependencies, things, send: sendingTo(dependencies) };
}

const FIRST_SEEN_AT = '2026-11-23T09:00:00.000Z';

const KINDS: Readonly<Record<ContainmentStep, ContainedItemKind>> = {
  disableSignIn: 'signIn',
  confirmCompromised: 'risk',
  identityAccounts: 'identityAccount',
  removeAuthenticationMethods: 'authenticationMethod',
  removeConsents: 'consent',
  disableDevices: 'device',
};

/** The twin of the steps, with things of Avery, and steps that fail when a test wants it. */
export function thingsOfAvery(things: readonly Thing[], clock: Clock) {
  const twin = inMemoryContainment(clock);
  const failures = new Map<ContainmentStep, BackendFailureKind>();
  for (const { step, id, isOn, isFinal = false } of things) {
    const item = { kind: KINDS[step], id, addedAt: '2026-11-23T09:30:00.000Z' };
    twin.add(averyId, { step, item, ...(isFinal && { isFinal: true }) }).isThere = isOn;
  }
  const methodOf = (step: ContainmentStep, method: ContainmentMethod): ContainmentMethod => ({
    ...method,
    restore: (...args) => {
      const kind = failures.get(step);
      if (!kind) return method.restore(...args);
      const failure = { kind, detail: textDetail(`It failed (${kind}).`) };
      return Promise.resolve({ kind: 'failed', failure, changed: [], kept: [], attempts: 1, requestIds: [] });
    },
  });
  const methods: ContainmentMethods = Object.fromEntries(
    containmentSteps.map((step) => [step, methodOf(step, twin.methods[step])]),
  );
  return {
    methods,
    state: () => Object.fromEntries(twin.itemsOf(averyId).map(({ item: { id }, isThere }) => [id, isThere])),
    /** Somebody else takes a thing away, or brings it back. */
    changeByOther: (id: string, isThere: boolean): void => {
      for (const one of twin.itemsOf(averyId)) if (one.item.id === id) one.isThere = isThere;
    },
    fail: (step: ContainmentStep, kind: BackendFailureKind) => void failures.set(step, kind),
    heal: () => failures.clear(),
    broughtBack: () => twin.log.filter((line) => line.startsWith('+')).map((line) => line.split(' ')[2]),
  };
}

/** Sends messages to an app, each of its own, that come now. */
export function sendingTo(dependencies: Dependencies): ConversationWithTwins['send'] {
  let messages = 0;
  return (body, changes) =>
    processMessage(
      dependencies,
      aMessage(body, changes, {
        messageId: `sent-${String(++messages)}`,
        enqueuedAt: dependencies.clock.now().toISOString(),
      }),
    );
}

export type ContainingApp = ReturnType<typeof containingApp>;

/**
 * Does the steps of a containment as the app does: each change is noted before it is made.
 *
 * @param mayNote whether the next note is written; false: the process has died, and nothing more is done
 */
export async function contain(
  { ledger }: Pick<Dependencies, 'ledger'>,
  methods: ContainmentMethods,
  containment: Containment,
  mayNote: () => boolean = () => true,
): Promise<Containment> {
  const { user, steps } = containment;
  let stored = await ledger.containments.begin(containment);
  const write = async (changed: Containment): Promise<boolean> => {
    if (!mayNote()) return false;
    const written = await ledger.containments.write(stored, changed);
    stored = written ?? stored;
    return written !== undefined;
  };
  for (const step of inOrder(steps)) {
    const target = {
      user: { id: user.id, signInTypes: [] },
      noted: [],
      firstSeenAt: new Date(FIRST_SEEN_AT),
    };
    const answer = await methods[step]?.contain(target, {
      mayCall: () => true,
      share: [],
      note: (changes) => {
        const { containment: before } = stored;
        return write({ ...before, changes: [...before.changes, ...changes] });
      },
    });
    const { containment: before } = stored;
    const made = new Set(answer?.changed.map(({ item: { id } }) => id));
    await write({
      ...before,
      changes: before.changes.map((one) => (made.has(one.item.id) ? { ...one, state: 'made' } : one)),
    });
  }
  return stored.containment;
}

function inOrder(steps: readonly ContainmentStep[]): readonly ContainmentStep[] {
  return [...steps.filter((step) => !isRemoval(step)), ...steps.filter(isRemoval)];
}

/** The app after Avery was contained by some steps. */
export async function contained(
  app: ContainingApp = containingApp(),
  changes: Partial<Containment> = {},
): Promise<ContainingApp> {
  await contain(app.dependencies, app.things.methods, aContainment({ steps: stepsOfAvery, ...changes }));
  app.clock.advance(1000);
  return app;
}

/** Asks the API in the name of a member who has just signed in. */
export function restoreAs(
  { dependencies, clock }: Pick<ConversationWithTwins, 'dependencies' | 'clock'>,
  name: string,
  changes: Partial<RestoreOfCaller> & { readonly as?: Partial<Caller> } = {},
) {
  const { as, ...asked } = changes;
  const caller = aCaller(name, { signedInAt: clock.now(), ...as });
  const deciding = { app: dependencies, authorizationUri: AUTHORIZATION_URI };
  return restoreForCaller(deciding, { requestId: 'inc-1', reason: 'It was a false alert', caller, ...asked });
}

/** What the ledger has of Avery's containments. */
export async function recordsOf({ dependencies }: Pick<ConversationWithTwins, 'dependencies'>) {
  const all = await dependencies.ledger.containments.ofUser(TENANT_ID, averyId);
  return all.map(({ containment }) => containment);
}
