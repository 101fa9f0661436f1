import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { provenDecisionId, storedId } from '../../shared/core/ids';
import type { ApprovalId } from '../../shared/core/ids';
import type { Caller } from '../../shared/core/caller';
import { NOW, OTHER_TENANT_ID, aPolicy } from '../support/builders';
import type { ConversationWithTwins } from '../support/conversation-with-twins';
import { confirmedRequest } from '../support/conversation-with-twins';
import { aCaller, decideAs, deliverOwn, idOf, provingApp, shownDigest } from '../support/proven';

const ATTACKS = 10_000;
const HOUR = 3_600_000;
const names = (...people: string[]) => people.map((name) => `${name}@contoso.com`);
/** blake and guest are no approvers. */
const approvers = names('lead', 'other', 'soc', 'avery', 'x');
const confirmation = { ...aPolicy().confirmation, approvers };

/** The app, where avery's sign-out, which soc has asked for, waits for two; so do others, that of x by a proven sender. */
interface Scene {
  readonly app: ConversationWithTwins;
  readonly id: string;
  readonly digest: string;
  /** What other requests for approval show. */
  readonly otherDigests: readonly string[];
  readonly otherIds: readonly string[];
}

async function scene(): Promise<Scene> {
  const app = provingApp({ quorum: 2, authenticationContexts: ['c1'] }, { confirmation });
  const ask = async (body: object, receivedBy: string): Promise<string> => {
    await app.send(body, {
      history: { origin: { messageId: JSON.stringify(body) }, attempts: 0, receivedBy },
    });
    return app.last()?.confirmation?.id ?? '';
  };
  const id = await ask(confirmedRequest, `entra:${idOf('soc')}`);
  const otherIds = [
    await ask({ user: 'x@contoso.com', confirm: true }, 'webhook:siem'),
    await ask({ user: 'blake@contoso.com', confirm: true, requestedBy: 'lead@contoso.com' }, 'queue'),
  ];
  const [digest = '', ...otherDigests] = await Promise.all(
    [id, ...otherIds].map((one) => shownDigest(app.dependencies, one)),
  );
  return { app, id, digest, otherIds, otherDigests };
}

/** An attack changes the decision of somebody who may decide in one point, or brings one by another way. */
type Attack = (scene: Scene) => Promise<unknown>;

const good = { signedInAt: NOW, authenticationContexts: ['c1'] } as const;
const eligible = fc.constantFrom('lead', 'other');
const verb = fc.constantFrom('approve' as const, 'decline' as const);
const anyCase = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.boolean()).map(([id, isUpper]) => (isUpper ? id.toUpperCase() : id));

const withoutSignIn = { kind: 'person', authenticationContexts: ['c1'] } as const;
const forgedCallers: fc.Arbitrary<(name: string) => Caller> = fc.oneof(
  fc.constant((name: string) => aCaller(name, { ...good, kind: 'application' })),
  fc.constant((name: string) => aCaller(name, { ...good, tenantId: OTHER_TENANT_ID })),
  fc
    .integer({ min: 15 * 60_000 + 1, max: 400 * 24 * HOUR })
    .map((ms) => (name: string) => aCaller(name, { ...good, signedInAt: new Date(NOW.getTime() - ms) })),
  fc
    .integer({ min: 5 * 60_000 + 1, max: 400 * 24 * HOUR })
    .map((ms) => (name: string) => aCaller(name, { ...good, signedInAt: new Date(NOW.getTime() + ms) })),
  fc.constant((name: string) => {
    const { signedInAt: _none, ...caller } = aCaller(name, withoutSignIn);
    return caller;
  }),
  fc
    .subarray(['c2', 'c11', 'C1', 'c1 ', ''])
    .map((contexts) => (name: string) => aCaller(name, { ...good, authenticationContexts: contexts })),
  anyCase(fc.oneof(fc.uuid(), fc.constant('5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5a01'), fc.string())).map(
    (objectId) => (name: string) => aCaller(name, { ...good, objectId }),
  ),
);
const noDeciders = anyCase(fc.constantFrom('avery', 'soc', 'x', 'blake', 'guest').map(idOf));
const wrongDigest = fc.oneof(
  fc.constantFrom<(scene: Scene) => string>(
    ({ otherDigests: [one = ''] }) => one,
    ({ otherDigests: [, other = ''] }) => other,
    ({ digest }) => digest.toUpperCase(),
    ({ digest }) => digest.slice(1),
    ({ digest }) => `${digest} `,
    () => '',
  ),
  fc.string().map((text) => () => text),
);

const proven = (
  { app, id, digest }: Scene,
  decision: 'approve' | 'decline',
  changes: { readonly caller: Caller; readonly digest?: string; readonly approvalId?: string },
) => decideAs(app, 'lead', id, { decision, digest, ...changes });

const overHttp: fc.Arbitrary<Attack> = fc.oneof(
  fc.tuple(verb, eligible, forgedCallers).map(
    ([decision, name, forged]) =>
      (at: Scene) =>
        proven(at, decision, { caller: forged(name) }),
  ),
  fc.tuple(verb, noDeciders).map(
    ([decision, objectId]) =>
      (at: Scene) =>
        proven(at, decision, { caller: aCaller('lead', { ...good, objectId }) }),
  ),
  fc.tuple(verb, eligible, wrongDigest).map(
    ([decision, name, swapped]) =>
      (at: Scene) =>
        proven(at, decision, { caller: aCaller(name, good), digest: swapped(at) }),
  ),
  fc.tuple(verb, eligible, fc.nat(1)).map(
    ([decision, name, n]) =>
      (at: Scene) =>
        proven(at, decision, { caller: aCaller(name, good), approvalId: at.otherIds[n] ?? '' }),
  ),
);

const senders = fc.constantFrom(
  'queue',
  'unproven',
  'webhook:siem',
  `entra:${idOf('lead')}`,
  'unproven:queue',
);
const anyName = fc.constantFrom(...approvers, ...names('blake'), idOf('lead'), idOf('other'));
const byQueue: fc.Arbitrary<Attack> = fc
  .record({
    decision: verb,
    by: anyName,
    receivedBy: senders,
    target: fc.constantFrom('confirmation', 'confirmations', 'request', 'brake'),
    isCopyOfOwn: fc.boolean(),
    replay: fc.option(fc.constantFrom('r-1', 'r-2'), { nil: undefined }),
    attempts: fc.nat(3),
  })
  .map(({ decision, by, receivedBy, target, isCopyOfOwn, replay, attempts }) => ({ app, id }: Scene) => {
    const targets = { confirmation: id, confirmations: [id], request: 'request-1', brake: 'all' };
    const own = provenDecisionId(storedId<ApprovalId>(id), decision, by);
    const origin = { messageId: isCopyOfOwn ? own : 'm', enqueuedAt: NOW.toISOString() };
    const history = { origin, attempts, receivedBy, ...(replay !== undefined && { replay }) };
    return app.send({ [target]: targets[target], decision, by }, { history });
  });

describe('decisions that nobody who may decide has made', () => {
  let at: Scene;
  beforeAll(async () => {
    at = await scene();
  });
  const stateOf = async () => {
    const { decision, votes = [] } = (await at.app.dependencies.ledger.approvals.find(at.id)) ?? {};
    return { decision, voters: votes.map(({ person }) => person.id), revoked: at.app.tenant.revoked };
  };
  const untouched = { decision: undefined, voters: [], revoked: [] };

  it(`none of ${String(ATTACKS)} forged, swapped, stale, foreign and unproven ones counts`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 4, arbitrary: overHttp }, byQueue), async (attack) => {
        await attack(at);
        expect(await stateOf()).toEqual(untouched);
      }),
      { numRuns: ATTACKS },
    );
    await deliverOwn(at.app);
    expect(await stateOf()).toEqual(untouched);
  });
  it('nor does one person’s, however often they approve, take it back, or are followed by another who does', async () => {
    const step = fc.record({ name: eligible, isApproved: fc.boolean(), isUpper: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), overHttp, async (steps, attack) => {
        for (const { name, isApproved, isUpper } of steps) {
          const caller = aCaller(name, {
            ...good,
            objectId: isUpper ? idOf(name).toUpperCase() : idOf(name),
          });
          const { voters } = await stateOf();
          const decision = isApproved && voters.every((id) => id === idOf(name)) ? 'approve' : 'withdraw';
          await decideAs(at.app, name, at.id, { decision, caller });
          await attack(at);
          const { voters: after, ...others } = await stateOf();
          expect(after.length).toBeLessThanOrEqual(1);
          expect(others).toEqual({ decision: undefined, revoked: [] });
        }
        for (const name of ['lead', 'other']) {
          await decideAs(at.app, name, at.id, { decision: 'withdraw', caller: aCaller(name, good) });
        }
        expect(await stateOf()).toEqual(untouched);
      }),
      { numRuns: 200 },
    );
  });
  it('while those of two who may decide do', async () => {
    for (const name of ['lead', 'other']) {
      await decideAs(at.app, name, at.id, { caller: aCaller(name, good) });
    }
    await deliverOwn(at.app);
    expect(at.app.tenant.revoked).toEqual([idOf('avery')]);
  });
});
