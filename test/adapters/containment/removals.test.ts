import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { removalMethods } from '../../../shared/adapters/containment/removal-methods';
import type { ContainmentChange } from '../../../shared/core/containment';
import { removalSteps } from '../../../shared/core/containment-step';
import type {
  StoredAppRole,
  StoredAuditEvent,
  StoredConsent,
  StoredDevice,
  StoredMethod,
} from '../../../local/tenant/account-items';
import {
  FIRST_SEEN,
  PASSWORD,
  aCall,
  aConsent,
  aDevice,
  aMethod,
  aTarget,
  anAppRole,
  consented,
  registered,
} from '../../support/account-items';
import type { AnsweredGraph } from '../../support/answered-graph';
import { Crash, answeredGraph } from '../../support/answered-graph';
import { expectEqual } from '../../support/equal';

/** What a user has, of any age. */
interface Items {
  readonly methods: readonly StoredMethod[];
  readonly consents: readonly StoredConsent[];
  readonly appRoles: readonly StoredAppRole[];
  readonly devices: readonly StoredDevice[];
  readonly events: readonly StoredAuditEvent[];
}

/** Up to two hours before or after the time, to the second. */
const time = fc
  .integer({ min: -7200, max: 7200 })
  .map((seconds) => new Date(FIRST_SEEN.getTime() + seconds * 1000).toISOString());
const timeOrNone = fc.oneof({ weight: 4, arbitrary: time }, { weight: 1, arbitrary: fc.constant(null) });
const TYPES = [
  'fido2',
  'microsoftAuthenticator',
  'softwareOath',
  'phone',
  'email',
  'temporaryAccessPass',
  'hologram',
];
const SIGNS_IN = /\.(?:fido2|microsoftAuthenticator|softwareOath|phone)Auth/;

/** The items of a list, each with the number of its place. */
function numbered<Seed, Item>(
  seeds: fc.Arbitrary<Seed>,
  item: (seed: Seed, n: number) => Item,
): fc.Arbitrary<readonly Item[]> {
  return fc.array(seeds, { maxLength: 6 }).map((all) => all.map(item));
}

/** Of these a user has one of a kind. */
const ONE_OF_A_KIND = /phone|email|temporaryAccessPass/;
const kindOf = (method: StoredMethod): string =>
  ONE_OF_A_KIND.test(method['@odata.type'])
    ? `${method['@odata.type']} ${method.phoneType ?? ''}`
    : method.id;
const methods = fc
  .tuple(
    numbered(
      fc.record({
        type: fc.constantFrom(...TYPES),
        phoneType: fc.constantFrom('mobile', 'alternateMobile', 'office'),
        createdDateTime: timeOrNone,
      }),
      ({ type, phoneType, createdDateTime }, n) =>
        aMethod(type, `method-${String(n)}`, { createdDateTime, ...(type === 'phone' && { phoneType }) }),
    ),
    fc.option(fc.nat(5)),
  )
  .map(([all, n]) => {
    const kinds = new Map(all.map((method) => [kindOf(method), method]));
    return [...kinds.values()].map((method, at) =>
      at === n ? { ...method, isDefault: true as const } : method,
    );
  });
const consentsWithEvents = numbered(
  fc.record({ at: fc.option(time), earlier: fc.constantFrom('', '', 'User.Read', 'Mail.Read') }),
  ({ at, earlier }, n) => {
    const consent = aConsent(`consent-${String(n)}`);
    return { consent, events: at === null ? [] : [consented(consent, at, earlier)] };
  },
);
const appRoles = numbered(timeOrNone, (createdDateTime, n) =>
  anAppRole(`role-${String(n)}`, { createdDateTime }),
);
const devices = numbered(
  fc.record({ registrationDateTime: timeOrNone, accountEnabled: fc.boolean() }),
  (seed, n) => aDevice(`device-${String(n)}`, seed),
);
const registrations = numbered(
  fc.record({
    time,
    reason: fc.constantFrom(
      'User registered Mobile Phone SMS',
      'User registered Alternate Mobile Phone Call',
      'User registered email',
      'User registered Authenticator App with Code',
    ),
  }),
  ({ time: at, reason }) => registered(reason, at),
);
const items: fc.Arbitrary<Items> = fc
  .tuple(methods, consentsWithEvents, appRoles, devices, registrations)
  .map(([someMethods, someConsents, someRoles, someDevices, someRegistrations]) => ({
    methods: someMethods,
    consents: someConsents.map(({ consent }) => consent),
    appRoles: someRoles,
    devices: someDevices,
    events: [...someConsents.flatMap(({ events }) => events), ...someRegistrations],
  }));

function given(some: Items): AnsweredGraph {
  const graph = answeredGraph();
  const { items: stored } = graph.directory;
  stored.methods.push(PASSWORD, ...some.methods);
  stored.consents.push(...some.consents);
  stored.appRoles.push(...some.appRoles);
  stored.devices.push(...some.devices.map((device) => ({ ...device })));
  stored.auditEvents.push(...some.events);
  return graph;
}

/** All steps, one after the other; their changes are noted as the record would. Rejects with `Crash` when the process ends. */
async function containAll(graph: AnsweredGraph, record: Map<string, ContainmentChange>): Promise<void> {
  const steps = removalMethods(graph.client, graph.clock);
  const note = (changes: readonly ContainmentChange[]): void => {
    for (const change of changes) record.set(`${change.item.kind} ${change.item.id}`, change);
  };
  for (const step of removalSteps) {
    const noted = [...record.values()];
    const call = {
      ...aCall(),
      note: (changes: readonly ContainmentChange[]) => {
        note(changes);
        return Promise.resolve(true);
      },
    };
    note((await steps[step].contain(aTarget({ noted }), call)).changed);
  }
}

async function restoreAll(graph: AnsweredGraph, record: Map<string, ContainmentChange>): Promise<void> {
  const steps = removalMethods(graph.client, graph.clock);
  for (const step of removalSteps) await steps[step].restore(aTarget(), [...record.values()], aCall());
}

/** What the tenant has, without the ids and times of what it made itself. */
function stateOf({ directory: { items: stored } }: AnsweredGraph) {
  const sorted = (all: readonly object[]): readonly string[] =>
    all.map((one) => JSON.stringify(one)).toSorted();
  return {
    methods: sorted(stored.methods),
    consents: sorted(stored.consents.map(({ id: _id, ...rest }) => rest)),
    appRoles: sorted(
      stored.appRoles.map(({ appRoleId, principalId, resourceId }) => ({
        appRoleId,
        principalId,
        resourceId,
      })),
    ),
    devices: sorted(stored.devices),
  };
}

const isSince = (value: string | null | undefined): boolean =>
  value !== null && value !== undefined && Date.parse(value) >= FIRST_SEEN.getTime();

const REASONS: Readonly<Record<string, string>> = {
  mobile: 'User registered Mobile Phone SMS',
  alternateMobile: 'User registered Alternate Mobile Phone Call',
  '#microsoft.graph.emailAuthenticationMethod': 'User registered email',
};

/** Whether its own date, or an event about it, is of the time since. */
function methodMayGo({ events }: Items, method: StoredMethod): boolean {
  const { createdDateTime, phoneType } = method;
  if (createdDateTime !== null) return isSince(createdDateTime);
  const reason = REASONS[phoneType ?? method['@odata.type']];
  return events.some((event) => event.resultReason === reason && isSince(event.activityDateTime));
}

/** Whether a consent that is still there has kept all that it had before, so far as an event about it shows. */
function hasKeptOlder(
  { events }: Items,
  { id, scope }: StoredConsent,
  now: StoredConsent | undefined,
): boolean {
  if (!now) return true;
  const about = events.find((event) => JSON.stringify(event).includes(`[Id: ${id},`));
  const isNarrowed =
    JSON.stringify(about ?? {}).includes('Scope: Mail.Read,') && isSince(about?.activityDateTime);
  return now.scope === (isNarrowed ? 'Mail.Read' : scope);
}

/** Whether the first event about it that can be seen shows that it was not there before. */
function consentMayGo({ events }: Items, { id }: StoredConsent): boolean {
  const about = events.find((event) => JSON.stringify(event).includes(`[Id: ${id},`));
  return about !== undefined && isSince(about.activityDateTime) && JSON.stringify(about).includes('[] =>');
}

describe('whatever a user has, of whatever age', () => {
  it('nothing is removed that is older than the alert or that nothing dates', async () => {
    await fc.assert(
      fc.asyncProperty(items, async (some) => {
        const graph = given(some);
        await containAll(graph, new Map());
        const { items: stored } = graph.directory;
        const gone = <Item extends { readonly id: string }>(
          before: readonly Item[],
          now: readonly Item[],
        ): Item[] => before.filter(({ id }) => !now.some((one) => one.id === id));
        const removed = [
          ...gone(some.methods, stored.methods).map((method) => methodMayGo(some, method)),
          ...gone(some.consents, stored.consents).map((consent) => consentMayGo(some, consent)),
          ...some.consents.map((consent) =>
            hasKeptOlder(
              some,
              consent,
              stored.consents.find(({ id }) => id === consent.id),
            ),
          ),
          ...gone(some.appRoles, stored.appRoles).map(({ createdDateTime }) => isSince(createdDateTime)),
          ...some.devices
            .filter(({ accountEnabled }, n) => accountEnabled && !stored.devices[n]?.accountEnabled)
            .map(({ registrationDateTime }) => isSince(registrationDateTime)),
        ];
        expectEqual(
          removed.filter((isRight) => !isRight),
          [],
        );
      }),
      { numRuns: 25 },
    );
  });
  it('a method that signs in stays, if there was one', async () => {
    await fc.assert(
      fc.asyncProperty(items, async (some) => {
        const graph = given(some);
        await containAll(graph, new Map());
        const signingIn = (all: readonly StoredMethod[]): boolean =>
          all.some((method) => SIGNS_IN.test(method['@odata.type']));
        expectEqual(signingIn(graph.directory.items.methods), signingIn(some.methods));
      }),
      { numRuns: 25 },
    );
  });
  it('a repeated containment changes nothing more', async () => {
    await fc.assert(
      fc.asyncProperty(items, async (some) => {
        const graph = given(some);
        const record = new Map<string, ContainmentChange>();
        await containAll(graph, record);
        const [state, changes] = [stateOf(graph), [...record.values()]];
        await containAll(graph, record);
        expectEqual(stateOf(graph), state);
        expectEqual([...record.values()], changes);
      }),
      { numRuns: 25 },
    );
  });
  it('restoring brings consents, app roles and devices back exactly, and no method', async () => {
    await fc.assert(
      fc.asyncProperty(items, async (some) => {
        const graph = given(some);
        const before = stateOf(graph);
        const record = new Map<string, ContainmentChange>();
        await containAll(graph, record);
        const { methods: left } = stateOf(graph);
        await restoreAll(graph, record);
        expectEqual(stateOf(graph), { ...before, methods: left });
      }),
      { numRuns: 25 },
    );
  });
  it('a process that ends after any call, and one that takes over, do the same together', async () => {
    await fc.assert(
      fc.asyncProperty(items, fc.nat(60), fc.nat(40), async (some, containCalls, restoreCalls) => {
        const whole = given(some);
        const wholeRecord = new Map<string, ContainmentChange>();
        await containAll(whole, wholeRecord);
        const graph = given(some);
        const record = new Map<string, ContainmentChange>();
        const untilCrash = async (calls: number, work: () => Promise<void>): Promise<void> => {
          graph.crashAfter = calls;
          await work().catch((error: unknown) => {
            if (!(error instanceof Crash)) throw error;
          });
          graph.crashAfter = undefined;
          await work();
        };
        await untilCrash(containCalls + 1, () => containAll(graph, record));
        expectEqual(stateOf(graph), stateOf(whole));
        expectEqual(
          new Set([...record.values()].map(({ item, state }) => `${item.id} ${state}`)),
          new Set([...wholeRecord.values()].map(({ item, state }) => `${item.id} ${state}`)),
        );
        await restoreAll(whole, wholeRecord);
        await untilCrash(restoreCalls + 1, () => restoreAll(graph, record));
        expectEqual(stateOf(graph), stateOf(whole));
      }),
      { numRuns: 25 },
    );
  });
});

it('one step makes no more than 100 changes of a user, and a repeated call makes no more either', async () => {
  // The local tenant has pages of 3, and 20 of them are read: this list is answered whole.
  const many = Array.from({ length: 130 }, (_, n) => anAppRole(`role-${String(n)}`));
  const graph = given({ methods: [], consents: [], appRoles: many, events: [], devices: [] });
  const { removeConsents } = removalMethods(graph.client, graph.clock);
  const whole = (): void => {
    const body = { value: graph.directory.items.appRoles };
    graph.faults.add({ method: 'GET', path: '/appRoleAssignments', times: 1, answer: { status: 200, body } });
  };
  whole();
  const first = await removeConsents.contain(aTarget(), aCall());
  expect(first.changed).toHaveLength(100);
  expect(first.kept.filter(({ reason }) => reason.code === 'keptTooMany')).toHaveLength(30);
  whole();
  const second = await removeConsents.contain(aTarget({ noted: first.changed }), aCall());
  expect([second.attempts, second.changed.length, graph.directory.items.appRoles.length]).toEqual([
    0, 100, 30,
  ]);
});
