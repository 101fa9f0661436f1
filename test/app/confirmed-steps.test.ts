import { describe, expect, it } from '@jest/globals';
import { previewMessage } from '../../shared/app/preview-message';
import { processMessage } from '../../shared/app/process-message';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { containmentSteps } from '../../shared/core/containment-step';
import type { ApprovalId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Policy } from '../../shared/core/policy';
import { AVERY, TAKEN, appWithSteps, containedAlert } from '../support/app-with-steps';
import { aMessage, resultOfBytes } from '../support/app';
import { aPolicy } from '../support/builders';
import { approve } from '../support/conversation-with-twins';
import { restoreAs, sendingTo } from '../support/contained';
import { deliverOwn } from '../support/proven';

/** The app whose policy takes some steps at once, and others after an approval. */
function appWithConfirmed(
  atOnce: readonly ContainmentStep[],
  confirmed: readonly ContainmentStep[],
  policy: Partial<Policy> = {},
) {
  const rule = { mayAsk: [], when: {}, lookBackMs: 0 };
  const side = appWithSteps([], {
    containment: [
      { ...rule, steps: atOnce },
      { ...rule, steps: confirmed, confirmation: true },
    ],
    ...policy,
  });
  const send = sendingTo(side.dependencies);
  const results = () => side.resultsTopic.published.map(({ body }) => resultOfBytes(body));
  const waiting = () => results().find(({ subject }) => subject === 'awaitingConfirmation');
  return {
    ...side,
    send,
    results,
    waiting,
    asked: () => waiting()?.data.confirmation?.id ?? '',
    last: () => results().at(-1)?.data,
    statuses: () => results().map(({ subject }) => subject),
  };
}

/** The app after the alert. */
async function afterAlert(...about: Parameters<typeof appWithConfirmed>) {
  const app = appWithConfirmed(...about);
  await app.send(containedAlert());
  app.clock.advance(1000);
  return app;
}

type App = Awaited<ReturnType<typeof afterAlert>>;

const methodsOf = (data: ReturnType<App['last']>): readonly string[] =>
  (data?.methods ?? []).map(({ name, status }) => `${name} ${status}`);

const others: readonly ContainmentStep[] = ['disableSignIn', 'removeAuthenticationMethods'];
const withoutOthers = containmentSteps.filter((step) => !others.includes(step));
const TAKEN_AT_ONCE = TAKEN.filter((id) => id !== 'sign-in' && id !== 'passkey');

describe('a step that waits for an approval of its own', () => {
  it('is not taken with the revocation, which goes ahead with the other steps and names it', async () => {
    const app = await afterAlert(withoutOthers, others);
    expect(app.taken()).toEqual(TAKEN_AT_ONCE);
    expect(app.log).toContain('revoke');
    expect(app.results()[0]?.subject).toBe('signOutPending');
    expect(methodsOf(app.results()[0]?.data)).toEqual([
      'graph accepted',
      ...withoutOthers.map((step) => `${step} contained`),
      ...others.map((step) => `${step} awaitingConfirmation`),
    ]);
  });
  it('is asked for once, by an outcome of its own that has the steps', async () => {
    const app = await afterAlert(withoutOthers, others);
    await app.send(containedAlert());
    const asking = app.waiting();
    expect(new Set(app.results().map(({ id }) => id)).size).toBe(2);
    expect(app.results().filter(({ id }) => id === asking?.id)).toEqual([asking, asking]);
    expect(asking?.data).toMatchObject({ requestId: 'r-1', user: { id: AVERY } });
    expect(asking?.data.message).toContain('disableSignIn, removeAuthenticationMethods');
    expect(methodsOf(asking?.data)).toEqual(others.map((step) => `${step} awaitingConfirmation`));
    const { approvals } = app.dependencies.ledger;
    const { request } = (await approvals.find(storedId<ApprovalId>(app.asked()))) ?? {};
    expect(request?.contain).toEqual({ containment: app.results()[0]?.id, steps: others });
  });
  it('is taken when it is approved: these steps and no others, the second revocation between them', async () => {
    const app = await afterAlert(withoutOthers, others);
    app.log.length = 0;
    await app.send(approve(app.asked()));
    expect(app.log).toEqual(['- signIn sign-in', 'revoke', '- authenticationMethod passkey']);
    expect(app.last()).toMatchObject({
      status: 'contained',
      confirmation: { decision: 'approve', by: 'lead@contoso.com' },
    });
    expect(methodsOf(app.last())).toEqual([
      'disableSignIn contained',
      'removeAuthenticationMethods contained',
      'revokeAgain accepted',
    ]);
    expect(app.last()?.message).toContain('avery@contoso.com');
    expect(await app.containments()).toMatchObject([{ state: 'open', steps: containmentSteps }]);
  });
  it('is alone in the record until then, where no step is taken at once', async () => {
    const app = await afterAlert([], ['removeConsents']);
    expect(await app.containments()).toMatchObject([
      { steps: [], awaiting: ['removeConsents'], changes: [] },
    ]);
    await app.send(approve(app.asked()));
    expect(app.log).toEqual(['revoke', '- consent mail-app']);
  });
  it('is taken at once where another rule gives it without an approval', async () => {
    const app = await afterAlert(['removeConsents'], ['removeConsents']);
    expect(app.taken()).toEqual(['mail-app']);
    expect(app.statuses()).toEqual(['signOutPending']);
  });
  it('is brought back by a restore with the others, and one that waits keeps no restore from being done', async () => {
    const policy = {
      approvals: { ...aPolicy().approvals, proof: 'required', provesRestores: true } as const,
    };
    const app = await afterAlert(['removeConsents'], ['disableDevices'], policy);
    expect(await restoreAs(app, 'lead', { requestId: 'r-1' })).toMatchObject({ status: 202 });
    await deliverOwn({ ...app, published: () => [], last: () => undefined });
    expect(app.taken()).toEqual([]);
    expect(app.last()?.status).toBe('restored');
    const optional = await afterAlert(['removeConsents'], others);
    await optional.send(approve(optional.asked()));
    expect(optional.taken()).toEqual(['mail-app', 'passkey', 'sign-in']);
    expect((await optional.containments())[0]?.changes.map(({ step }) => step)).toEqual([
      'removeConsents',
      ...others,
    ]);
  });
  it('is not taken after a restore', async () => {
    const app = await afterAlert(['removeConsents'], ['disableDevices']);
    const [record] = await app.containments();
    const { containments } = app.dependencies.ledger;
    if (!record) throw new Error('There is no record.');
    const { tenantId, outcomeId } = record;
    const stored = await containments.find({ tenantId, userId: AVERY, outcomeId });
    if (stored) await containments.write(stored, { ...record, state: 'restoring' });
    await app.send(approve(app.asked()));
    expect(app.taken()).toEqual(['mail-app']);
    expect(app.last()).toMatchObject({ status: 'failed', methods: [] });
    expect(app.last()?.message).toContain('None of the steps');
  });
  it('is asked for in the name of a second alert only if that wants more than the first', async () => {
    const app = await afterAlert([], ['disableDevices']);
    await app.send(containedAlert({ id: 'r-2' }));
    expect(app.last()).toMatchObject({ requestId: 'r-2', status: 'duplicate' });
    const { dependencies } = app;
    const atOnce = { steps: ['disableDevices' as const], mayAsk: [], when: {}, lookBackMs: 0 };
    const policy = { ...dependencies.policy, containment: [atOnce] };
    await processMessage({ ...dependencies, policy }, aMessage(containedAlert({ id: 'r-3' })));
    expect(app.taken()).toEqual(['laptop']);
  });
  it('would wait in a what-if as well, which names what it would change, and asks nobody', async () => {
    const { dependencies } = appWithConfirmed(['removeConsents'], ['disableDevices']);
    const body = Buffer.from(JSON.stringify(containedAlert()));
    const preview = await previewMessage(dependencies, { name: 'r-1', body, receivedBy: 'queue' });
    if (preview.kind !== 'previewed') throw new Error(preview.kind);
    const results = preview.messages.map((message) => resultOfBytes(message.body));
    expect(results.map(({ data: { status, methods } }) => [status, methods])).toMatchObject([
      [
        'whatIf',
        [
          { name: 'removeConsents', status: 'foreseen' },
          { name: 'disableDevices', status: 'awaitingConfirmation', changed: [{ id: 'laptop' }] },
        ],
      ],
    ]);
  });
});

describe('steps on which a person decides', () => {
  it.each([
    ['declined', { decision: 'decline', by: 'lead@contoso.com' }],
    ['expired', { decision: 'expire' }],
  ])('are not taken once they are %s', async (status, decision) => {
    const app = await afterAlert(['removeConsents'], others);
    if (status === 'expired') app.clock.advance(app.dependencies.policy.confirmation.expiresAfterMs);
    await app.send({ confirmation: app.asked(), ...decision });
    expect(app.last()?.status).toBe(status);
    expect(app.last()?.message).toContain('steps');
    expect(app.taken()).toEqual(['mail-app']);
    await app.send(approve(app.asked()));
    expect(app.taken()).toEqual(['mail-app']);
  });
  it('are taken when as many have approved as policy wants', async () => {
    const approvals = { ...aPolicy().approvals, quorum: 2 };
    const app = await afterAlert([], ['disableDevices'], { approvals });
    await app.send(approve(app.asked()));
    expect(app.taken()).toEqual([]);
    await app.send(approve(app.asked(), 'other@contoso.com'));
    expect(app.taken()).toEqual(['laptop']);
    expect(app.last()?.confirmation).toMatchObject({ quorum: 2 });
  });
  it('are not decided by the user, nor by the person who asked for the revocation', async () => {
    const app = await afterAlert([], ['disableDevices']);
    await app.send(approve(app.asked(), 'avery@contoso.com'));
    const other = appWithConfirmed([], ['disableDevices']);
    await other.send(containedAlert({ requestedBy: 'soc@contoso.com' }));
    await other.send(approve(other.asked(), 'soc@contoso.com'));
    expect([app.taken(), other.taken()]).toEqual([[], []]);
    expect([app.last()?.status, other.last()?.status]).toEqual(['rejected', 'rejected']);
  });
  it('are no part of a decision on all that waits of a request', async () => {
    const app = await afterAlert([], ['disableDevices']);
    await app.send({ request: 'r-1', decision: 'approve', by: 'lead@contoso.com' });
    await deliverOwn({ ...app, published: () => [], last: () => undefined });
    expect(app.taken()).toEqual([]);
  });
  it('are not taken on a user whom policy protects by then, nor while the app is stopped', async () => {
    const app = await afterAlert([], ['disableDevices']);
    const { policy } = app.dependencies;
    const protects = { ...policy, protected: { ...policy.protected, users: [AVERY] } };
    await sendingTo({ ...app.dependencies, policy: protects })(approve(app.asked()));
    expect(app.last()).toMatchObject({ status: 'protected', methods: [] });
    expect(app.last()?.message).toMatch(/^None of the steps that were approved was taken\./);
    const stopped = await afterAlert([], ['disableDevices']);
    const off = { ...policy, revocationEnabled: false };
    await sendingTo({ ...stopped.dependencies, policy: off })(approve(stopped.asked()));
    expect(stopped.last()).toMatchObject({ status: 'notEnabled' });
    const trial = await afterAlert([], ['disableDevices']);
    await sendingTo({ ...trial.dependencies, policy: { ...policy, mode: 'whatIf' } })(approve(trial.asked()));
    expect(trial.last()).toMatchObject({ status: 'whatIf', predicted: 'contained' });
    expect([...app.taken(), ...stopped.taken(), ...trial.taken()]).toEqual([]);
  });
  it('are reported as failed with the reason where one cannot be taken, and the others are taken', async () => {
    const app = await afterAlert([], ['removeConsents', 'disableDevices']);
    const { disableDevices: _none, ...containmentMethods } = app.dependencies.containmentMethods;
    await sendingTo({ ...app.dependencies, containmentMethods })(approve(app.asked()));
    expect(app.taken()).toEqual(['mail-app']);
    expect(app.last()?.status).toBe('failed');
    expect(methodsOf(app.last())).toEqual(['removeConsents contained', 'disableDevices notEnabled']);
  });
});
