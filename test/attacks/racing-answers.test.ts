import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Dependencies } from '../../shared/app/dependencies';
import { processMessage } from '../../shared/app/process-message';
import type { Policy } from '../../shared/core/policy';
import type { ProtectedEntryStore } from '../../shared/ports/ledger';
import type { TenantUser } from '../twins/in-memory-tenant';
import { aMessage, appOfTwins, copyOf } from '../support/app';
import { aPolicy } from '../support/builders';

const GROUP = '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5b01';
const VIPS = '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5b02';
const idOf = (n: number): string => `0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9c0${String(n)}`;

/** Nobody special, a protected user, one who needs approval, and a guest. */
const users: readonly TenantUser[] = [
  { id: idOf(1), userPrincipalName: 'ordinary@contoso.com' },
  { id: idOf(2), userPrincipalName: 'protected@contoso.com', groups: [GROUP] },
  { id: idOf(3), userPrincipalName: 'vip@contoso.com', groups: [VIPS] },
  { id: idOf(4), userPrincipalName: 'outside@contoso.com', userType: 'Guest', signInTypes: ['federated'] },
];

const policies: readonly Partial<Policy>[] = [
  {},
  {
    protected: { users: ['someone@contoso.com'], groups: [GROUP], roles: ['role-1'] },
    confirmation: { ...aPolicy().confirmation, groups: [VIPS] },
    brake: { users: 5, windowMs: 3_600_000, repeats: 3 },
  },
];

const bodies = fc
  .record({
    user: fc.constantFrom(
      ...users.map(({ id }) => id),
      ...users.map(({ userPrincipalName }) => userPrincipalName),
      'nobody@contoso.com',
      idOf(9),
    ),
    whatIf: fc.boolean(),
    alert: fc.constantFrom(undefined, { id: 'a-1' }),
  })
  .map(({ alert, ...body }) => ({ ...body, ...(alert && { alert }) }));

/** The app, each of whose answers comes when the function says. */
function answering(dependencies: Dependencies, later: <T>(answer: Promise<T>) => Promise<T>): Dependencies {
  const delayed = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]): unknown => {
          const answer: unknown = Reflect.apply(value, target, args);
          return answer instanceof Promise ? later(answer) : answer;
        };
      },
    });
  const { ledger, directory, revokers } = dependencies;
  return {
    ...dependencies,
    directory: delayed(directory),
    revokers: { graph: delayed(revokers.graph) },
    ledger: {
      ...ledger,
      requests: delayed(ledger.requests),
      outcomes: delayed(ledger.outcomes),
      revocations: delayed(ledger.revocations),
      userRevocations: delayed(ledger.userRevocations),
      approvals: delayed(ledger.approvals),
      limit: delayed(ledger.limit),
      protectedEntries: delayed<ProtectedEntryStore>(ledger.protectedEntries),
    },
  };
}

type Side = ReturnType<typeof appOfTwins>;

/** What is on the topic, who was revoked, and what waits for approval. */
async function resultOf({ resultsTopic, tenant, dependencies }: Side): Promise<unknown> {
  const pending: string[] = [];
  for await (const { reference } of dependencies.ledger.approvals.pending())
    pending.push(JSON.stringify(reference));
  const bodiesById = resultsTopic.published.map(({ messageId, body }) => [
    messageId,
    Buffer.from(body).toString(),
  ]);
  return { published: bodiesById, revoked: tenant.revoked, pending };
}

async function processed(policy: Partial<Policy>, body: unknown, scheduler?: fc.Scheduler): Promise<Side> {
  const side = appOfTwins(policy);
  for (const user of users) side.tenant.add(user);
  const app = scheduler
    ? answering(side.dependencies, (answer) => scheduler.schedule(answer))
    : side.dependencies;
  const processing = processMessage(app, aMessage(body));
  await (scheduler ? scheduler.waitFor(processing) : processing);
  return side;
}

describe('whatever is answered first among what is asked side by side', () => {
  it('the outcome is the same, byte for byte, and the same is written', async () => {
    await fc.assert(
      fc.asyncProperty(
        bodies,
        fc.constantFrom(...policies),
        fc.scheduler(),
        async (body, policy, scheduler) => {
          const raced = await processed(policy, body, scheduler);
          expect(await resultOf(raced)).toEqual(await resultOf(await processed(policy, body)));
        },
      ),
      { numRuns: 150 },
    );
  });
  it('two messages of one alert, and the same message twice at once, are answered by one revocation', async () => {
    const body = { user: idOf(1), alert: { id: 'a-1' } };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('message-1', 'message-2'),
        fc.constantFrom(...policies),
        fc.scheduler(),
        async (other, policy, scheduler) => {
          const side = appOfTwins(policy);
          for (const user of users) side.tenant.add(user);
          const app = answering(side.dependencies, (answer) => scheduler.schedule(answer));
          const both = ['message-1', other].map((messageId) =>
            processMessage(app, aMessage(body, {}, { messageId })),
          );
          await scheduler.waitFor(Promise.all(both));
          for (let copies = 0; copies < side.requestQueue.scheduled.length; copies++) {
            side.clock.advance(60_000);
            const copy = side.requestQueue.scheduled[copies];
            if (copy) await processMessage(side.dependencies, copyOf(copy));
          }
          expect(side.tenant.revoked).toEqual([idOf(1)]);
          const subjects = new Map(
            side.resultsTopic.published.map(({ messageId, subject }) => [messageId, subject]),
          );
          expect([...subjects.values()].toSorted()).toEqual(
            other === 'message-1' ? ['signOutPending'] : ['duplicate', 'signOutPending'],
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});
