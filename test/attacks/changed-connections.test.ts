import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Dependencies } from '../../shared/app/dependencies';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import type { Connection } from '../../shared/core/connection';
import { connectionsOf } from '../../shared/core/connection';
import type { ReceivedBy } from '../../shared/core/received-by';
import type { RevocationAnswer } from '../../shared/core/revocation';
import { referenceText } from '../../shared/core/user-reference';
import { propertiesOf, readHistory } from '../../shared/messages/message-history';
import type { OriginalMessage } from '../../shared/ports/request-queue';
import { Unavailable } from '../../shared/ports/unavailable';
import { aMessage, copyOf, members } from '../support/app';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';
import { connectedApp } from '../support/connected-app';
import { failing, publishedBy } from '../support/two-methods';

const THIRD_ID = 'c2057bda-3d4f-4a3e-8b62-8f9e0d1c2b3a';
const SHAREPOINT = 'https://x-admin.sharepoint.com';
const tenantIds = [TENANT_ID, OTHER_TENANT_ID, THIRD_ID];
/** Every tenant has users with these names and ids. */
const users = members.filter(({ userPrincipalName }) => /^(?:avery|blake|soc)@/.test(userPrincipalName));

/** What the rows of all tenants say: who may speak for each, if it has a row. */
type Rows = readonly (Pick<Connection, 'sources' | 'disconnected'> | undefined)[];

const row = fc.record({
  sources: fc.uniqueArray(fc.constantFrom('queue', 'webhook:a', 'webhook'), { minLength: 1, maxLength: 2 }),
  disconnected: fc.constantFrom(false, false, false, true),
});
/** Undefined: they cannot be read. */
const rows = fc.option(fc.tuple(...tenantIds.map(() => fc.option(row, { nil: undefined, freq: 2 }))), {
  nil: undefined,
  freq: 5,
});

function connectionsIn(all: Rows): Connection[] {
  return tenantIds.flatMap((tenantId, n) => {
    const one = all[n];
    return one ? [{ tenantId, policy: {}, sharePointAdminUrl: SHAREPOINT, ...one }] : [];
  });
}

/** Written without the code under test: the tenant that a request is for; undefined when it is rejected. */
function tenantIn(all: Rows, sender: ReceivedBy, named: string | undefined): string | undefined {
  const own = connectionsIn(all).filter(({ sources }) =>
    sources.some((one) => `${sender}:`.startsWith(`${one}:`)),
  );
  if (own.length === 0) return named === undefined || named === TENANT_ID ? TENANT_ID : undefined;
  const active = own.filter(({ disconnected }) => !disconnected);
  if (named !== undefined) return active.find(({ tenantId }) => tenantId === named)?.tenantId;
  return active.length === 1 ? active[0]?.tenantId : undefined;
}

/** What happens at each try: the rows then, what Graph answers, and whether the broker has given the copy up. */
const tries = fc.array(
  fc.record({
    rows,
    graph: fc.constantFrom('accepts', 'throttled', 'breaks'),
    sharePoint: fc.constantFrom('pending', 'answers'),
    isDeadLetter: fc.constantFrom(false, false, false, true),
  }),
  { minLength: 2, maxLength: 6 },
);
type Try = (typeof tries extends fc.Arbitrary<infer T> ? T : never)[number];

interface Call {
  readonly tenantId: string;
  readonly userId: string;
}

/** The app whose tenants and rows are as the current try says, and every call that it makes. */
function changingApp() {
  const side = connectedApp(
    tenantIds.slice(1).map((tenantId) => ({
      connection: { tenantId, policy: {}, sources: [], sharePointAdminUrl: SHAREPOINT },
      users,
    })),
    { methods: ['graph', 'sharePoint'] },
  );
  const calls: Call[] = [];
  let now: Try | undefined;
  let first: Rows | undefined;
  const idOf = (name: string) =>
    users.find(({ userPrincipalName }) => userPrincipalName === name)?.id ?? name;
  const watch = <T extends Pick<Dependencies, 'directory' | 'revokers'>>(tenantId: string, access: T): T => {
    const note = (userId: string): void => void calls.push({ tenantId, userId });
    const { directory, revokers } = access;
    const revoke: typeof revokers.graph.revoke = async (user, call) => {
      note(user.id);
      if (now?.graph === 'throttled') return failing('throttled');
      const answer = await revokers.graph.revoke(user, call);
      if (now?.graph === 'breaks') throw new Unavailable('ledger', 'The process breaks.');
      return answer;
    };
    const sharePoint = (user: { readonly id: string }): Promise<RevocationAnswer> => {
      note(user.id);
      const acceptedAt = side.clock.now();
      const accepted = { kind: 'accepted', acceptedAt, attempts: 1, requestIds: [] } as const;
      return Promise.resolve(now?.sharePoint === 'pending' ? failing('unavailable') : accepted);
    };
    return {
      ...access,
      directory: {
        ...directory,
        find: (reference) => {
          note(idOf(referenceText(reference)));
          return directory.find(reference);
        },
      },
      revokers: {
        graph: { ...revokers.graph, revoke },
        sharePoint: { pausedForMs: () => 0, revoke: sharePoint },
      },
    };
  };
  const { tenants } = side.dependencies;
  const dependencies: Dependencies = {
    ...watch(TENANT_ID, side.dependencies),
    tenants: {
      connections: () => {
        if (now && !now.rows) return Promise.reject(new Unavailable('ledger', 'down'));
        first ??= now?.rows;
        return Promise.resolve(connectionsOf(connectionsIn(now?.rows ?? [])));
      },
      access: (connection) => watch(connection.tenantId, tenants.access(connection)),
    },
  };
  return {
    ...side,
    dependencies,
    calls,
    begin: (next: Try) => (now = next),
    first: () => first,
  };
}

/** A copy as it comes from the waits queue: what is not in its properties is lost. */
function delivered({ original }: { readonly original: OriginalMessage }) {
  const history = readHistory({ messageId: 'copy' }, propertiesOf(original.history), 'own');
  return { ...copyOf({ original }), history };
}

const good = { graph: 'accepts', sharePoint: 'answers', isDeadLetter: false } as const;
const senders = fc.constantFrom<ReceivedBy[]>('queue', 'webhook:a', 'webhook:b');
const items = fc.array(fc.option(fc.constantFrom(...tenantIds), { nil: undefined }), {
  minLength: 1,
  maxLength: users.length,
});

/** Sends a message and has it tried until nothing of it waits: as generated, and then in order with the last rows. */
async function run(sender: ReceivedBy, named: readonly (string | undefined)[], generated: readonly Try[]) {
  const app = changingApp();
  const requests = named.map((tenantId, n) => ({ id: `r-${String(n)}`, user: users[n]?.id, tenantId }));
  const first = aMessage(requests.length === 1 ? requests[0] : requests);
  let message: IncomingMessage = { ...first, history: { ...first.history, receivedBy: sender } };
  const last = generated.findLast(({ rows: readable }) => readable)?.rows ?? [];
  let wasLeft = false;
  for (let n = 0; n < generated.length + 10; n++) {
    const next = generated[n] ?? { ...good, rows: last };
    app.begin(next);
    app.clock.advance(60_000);
    const isDead: boolean = wasLeft || next.isDeadLetter;
    const left = wasLeft ? { wasLeft: true as const } : {};
    const { retry } = isDead
      ? await processDeadLetter(app.dependencies, { ...message, failures: 0, ...left })
      : await processMessage(app.dependencies, message);
    if (!retry) return app;
    wasLeft = isDead;
    const copy = app.requestQueue.scheduled.at(-1);
    if (!isDead && copy) message = delivered(copy);
  }
  throw new Error('Something still waits.');
}

describe('whatever connections change while a request waits', () => {
  it('no call is made in another tenant than the one that was chosen at the first reading', () =>
    fc.assert(
      fc.asyncProperty(senders, items, tries, async (sender, named, generated) => {
        const app = await run(sender, named, generated);
        const rowsThen = app.first() ?? [];
        for (const { tenantId, userId } of app.calls) {
          const n = users.findIndex(({ id }) => id === userId);
          const chosen = tenantIn(rowsThen, sender, named[n]);
          if (tenantId !== chosen) throw new Error(`Item ${String(n)}: ${tenantId}, not ${String(chosen)}.`);
        }
      }),
      { numRuns: 300 },
    ));
  it('each item has one outcome, of that tenant if it has one, and each pending method ends', () =>
    fc.assert(
      fc.asyncProperty(senders, items, tries, async (sender, named, generated) => {
        const app = await run(sender, named, generated);
        const rowsThen = app.first() ?? [];
        const { outcomes, methodEvents } = publishedBy(app.resultsTopic);
        expect(outcomes()).toHaveLength(named.length);
        for (const { subject, data } of outcomes()) {
          const n = users.findIndex(({ id }) => id === data.user?.reference);
          const chosen = tenantIn(rowsThen, sender, named[n]);
          if (n >= 0 && subject !== 'rejected' && chosen !== undefined) expect(data.tenantId).toBe(chosen);
        }
        const pending = outcomes().filter(({ data }) =>
          data.methods.some(({ status }) => status === 'pending'),
        );
        expect(
          methodEvents()
            .map(({ data }) => data.outcomeId)
            .toSorted(),
        ).toEqual(pending.map(({ id }) => id).toSorted());
      }),
      { numRuns: 300 },
    ));
});
