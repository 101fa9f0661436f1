import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { processMessage } from '../../shared/app/process-message';
import type { Dependencies } from '../../shared/app/dependencies';
import type { Connection } from '../../shared/core/connection';
import { connectionsOf } from '../../shared/core/connection';
import type { ReceivedBy } from '../../shared/core/received-by';
import { tenantOfRequest } from '../../shared/core/tenant-of-request';
import { aMessage, members } from '../support/app';
import { TENANT_ID } from '../support/builders';
import { connectedApp } from '../support/connected-app';

const TENANTS = 50;
const avery = members[0]?.userPrincipalName ?? '';

const tenantIds = Array.from({ length: TENANTS }, (_, n) =>
  n === 0 ? TENANT_ID : `b1946ac9-2c3e-4f2d-9a51-7e8d9c0b${String(n).padStart(4, '0')}`,
);
const senders: readonly ReceivedBy[] = [
  'queue',
  'unproven',
  'unproven:webhook:s1',
  ...Array.from({ length: 8 }, (_, n) => `webhook:s${String(n)}` as const),
  'webhook:key-0123456789abcdef',
  'issuer:https://idp.example',
  'entra:11111111-2222-4333-8444-555555555555',
];
const listed = ['queue', 'webhook', 'webhook:s', 'webhook:s1', 'webhook:s2', 'WEBHOOK:S3', 'issuer', 'entra'];

/** Which senders each tenant lists; the first tenant is the home tenant, which may list some as well. */
const some = fc.uniqueArray(fc.constantFrom(...listed), { maxLength: 3 });
const ofAll = (list: fc.Arbitrary<readonly string[]>): fc.Arbitrary<readonly (readonly string[])[]> =>
  fc.array(list, { minLength: TENANTS, maxLength: TENANTS });
/** Where few tenants list anybody, most senders speak for one tenant and need not name it. */
const few = fc.oneof({ weight: 24, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some });
const lists = fc.oneof(ofAll(some), ofAll(few));
const connectedBy = (sources: readonly (readonly string[])[]): Connection[] =>
  sources.flatMap((list, n) =>
    list.length === 0 ? [] : [{ tenantId: tenantIds[n] ?? '', policy: {}, sources: list }],
  );

/** Written without the code under test: who may make the app call a tenant. */
function maySpeak(sender: ReceivedBy, tenantId: string, connections: readonly Connection[]): boolean {
  const name = sender.startsWith('unproven') ? 'queue' : sender;
  const mine = connections.filter(({ sources }) =>
    sources.some((one) => `${name}:`.startsWith(`${one.toLowerCase()}:`)),
  );
  return mine.length === 0 ? tenantId === TENANT_ID : mine.some((one) => one.tenantId === tenantId);
}

/** A small generator of numbers, so that a million choices take seconds. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return (state >>> 0) % below;
  };
}

describe('no sender makes the app act in a tenant that it may not speak for', () => {
  it('whatever a million requests name, over 50 tenants', () => {
    fc.assert(
      fc.property(lists, fc.nat(), (sources, seed) => {
        const connections = connectedBy(sources);
        const index = connectionsOf(connections);
        const allowed = new Set(
          senders.flatMap((sender) =>
            tenantIds.filter((id) => maySpeak(sender, id, connections)).map((id) => `${sender} ${id}`),
          ),
        );
        const next = numbersFrom(seed);
        for (let n = 0; n < 5000; n++) {
          const sender = senders[next(senders.length)] ?? 'queue';
          const named = next(3) === 0 ? undefined : tenantIds[next(TENANTS)];
          const choice = tenantOfRequest({ named, sender }, TENANT_ID, index);
          if (choice.kind === 'denied') continue;
          const tenantId = choice.kind === 'home' ? TENANT_ID : choice.connection.tenantId;
          if (!allowed.has(`${sender} ${tenantId}`)) throw new Error(`${sender} made a call in ${tenantId}.`);
          // The home tenant's own rules reject what names another.
          if (named !== undefined && choice.kind === 'connected' && tenantId !== named)
            throw new Error(`A request for ${named} made a call in ${tenantId}.`);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('whatever messages say, and whatever they are', async () => {
    const named = fc.option(fc.constantFrom(...tenantIds), { nil: undefined });
    const bodies = named.chain((tenantId) =>
      fc.constantFrom<unknown>(
        { user: avery, tenantId },
        { user: 'nobody@contoso.com', tenantId },
        { users: [avery, 'blake@contoso.com'], tenantId },
        { alert: { id: 'a-1', provider: 'siem' }, user: avery, tenantId, mode: 'whatIf' },
        {
          specversion: '1.0',
          type: 'io.github.session-revoker.request.v1',
          source: '/s',
          id: '1',
          data: { user: avery, tenantId },
        },
        [
          { user: avery, tenantId, id: 'one' },
          { user: avery, id: 'two' },
        ],
        { confirmation: 'x', decision: 'approve', by: avery },
        {
          riskEventType: 'leakedCredentials',
          tenantId,
          userPrincipalName: avery,
          id: 'r',
          riskState: 'atRisk',
        },
      ),
    );
    const messages = fc.array(fc.tuple(fc.constantFrom(...senders), bodies), {
      minLength: 25,
      maxLength: 25,
    });
    await fc.assert(
      fc.asyncProperty(lists, messages, async (sources, sent) => {
        const connections = connectedBy(sources);
        const app = connectedApp(
          connections.map((connection) => ({ connection, users: members })),
          { maxRequestAgeMs: 1e12 },
        );
        let sender: ReceivedBy = 'queue';
        const watched = watching(app.dependencies, (tenantId) => {
          if (!maySpeak(sender, tenantId, connections))
            throw new Error(`${sender} made a call in ${tenantId}.`);
        });
        for (const [n, [receivedBy, body]] of sent.entries()) {
          sender = receivedBy;
          const message = aMessage(body, {}, { messageId: `m-${String(n)}` });
          await processMessage(watched, { ...message, history: { ...message.history, receivedBy } });
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** The app, which reports the tenant of each call before it is made. */
function watching(dependencies: Dependencies, called: (tenantId: string) => void): Dependencies {
  const watch = <T extends Pick<Dependencies, 'directory' | 'revokers'>>(tenantId: string, access: T): T => ({
    ...access,
    directory: {
      ...access.directory,
      find: (reference) => {
        called(tenantId);
        return access.directory.find(reference);
      },
    },
    revokers: {
      ...access.revokers,
      graph: {
        ...access.revokers.graph,
        revoke: (user, call) => {
          called(tenantId);
          return access.revokers.graph.revoke(user, call);
        },
      },
    },
  });
  const { tenants } = dependencies;
  return {
    ...watch(TENANT_ID, dependencies),
    tenants: {
      ...tenants,
      access: (connection) => watch(connection.tenantId, tenants.access(connection)),
    },
  };
}
