import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processMessage } from '../../shared/app/process-message';
import { receiveAlert } from '../../shared/app/receive-alert';
import type { CallLane } from '../../shared/core/lane';
import { severities } from '../../shared/core/severity';
import { readHistory } from '../../shared/messages/message-history';
import type { MessageProperties, NewMessage } from '../../shared/ports/request-queue';
import { Unavailable } from '../../shared/ports/unavailable';
import { appOfTwins, resultOfBytes } from '../support/app';
import { inMemoryRequestQueue } from '../twins/in-memory-request-queue';

const ENQUEUED_AT = '2026-11-23T09:59:00.000Z';
const onlyEdr = { sources: ['webhook:edr'], users: 100, windowMs: 600_000 };

function appThat() {
  const app = appOfTwins({ urgent: onlyEdr });
  const lanes: (CallLane | undefined)[] = [];
  const { revoker } = app.tenant;
  const graph: typeof revoker = {
    ...revoker,
    revoke: (user, call) => {
      lanes.push(call.lane);
      return revoker.revoke(user, call);
    },
  };
  const dependencies = { ...app.dependencies, revokers: { graph } };
  const [intakeQueue, urgentQueue] = [inMemoryRequestQueue(), inMemoryRequestQueue()];
  return {
    ...app,
    dependencies,
    lanes,
    intakeQueue,
    urgentQueue,
    /** What anybody puts on the urgent queue who may send to it. */
    onUrgentQueue: (body: Uint8Array, properties: MessageProperties, messageId = 'message-1') =>
      processMessage(dependencies, {
        body,
        history: readHistory({ messageId, enqueuedAt: ENQUEUED_AT, sequenceNumber: '1' }, properties, 'open'),
        properties,
        contentType: 'application/json',
        lane: 'urgent',
      }),
    overHttp: (body: string, ledger = dependencies.ledger) =>
      receiveAlert(
        { ...dependencies, ledger, intakeQueue, urgentQueue, senders: [] },
        { body: Buffer.from(body), headers: { 'content-type': 'application/json' }, caller: 'webhook:edr' },
      ),
    receivedBy: () => app.resultsTopic.published.map(({ body }) => resultOfBytes(body).data.receivedBy),
  };
}

const critical = JSON.stringify({ id: 'r-1', user: 'avery@contoso.com', alert: { severity: 'critical' } });

describe('nobody takes the place of an urgent request', () => {
  it('by a severity on the urgent queue, whatever sender and history the message claims', async () => {
    const properties = fc.record(
      {
        revocationReceivedBy: fc.constantFrom('webhook:edr', 'queue', 'unproven', 'issuer:https://idp/'),
        revocationOriginId: fc.string(),
        revocationAttempts: fc.integer({ min: 1, max: 5 }),
        revocationReplay: fc.string(),
        revocationRefreshedAt: fc.constant('2026-11-23T09:59:30Z'),
        revocationLane: fc.constant('urgent'),
        severity: fc.constantFrom(...severities),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(properties, fc.constantFrom(...severities), async (claimed, severity) => {
        const app = appThat();
        const body = Buffer.from(JSON.stringify({ user: 'avery@contoso.com', alert: { severity } }));
        const { published, retry } = await app.onUrgentQueue(body, claimed);
        expect([published, retry?.reason, app.lanes]).toEqual([[], 'notUrgent', []]);
      }),
      { numRuns: 30 },
    );
  });
  it('as the sender of another alert, or with another body than that sender sent', async () => {
    const app = appThat();
    await app.overHttp(critical);
    const [sent] = app.urgentQueue.sent;
    const forged = Buffer.from(critical.replace('avery', 'blake'));
    const { retry } = await app.onUrgentQueue(forged, sent?.properties ?? {});
    expect([retry?.reason, app.lanes]).toEqual(['notUrgent', []]);
  });
  it('by a replay of what was urgent: it is not the original that the app has kept', async () => {
    const app = appThat();
    await app.overHttp(critical);
    const [sent] = app.urgentQueue.sent;
    const properties = { ...sent?.properties, revocationReplay: 'again' };
    const { retry } = await app.onUrgentQueue(Buffer.from(critical), properties);
    expect([retry?.reason, app.lanes]).toEqual(['notUrgent', []]);
  });
});

describe('an urgent alert that comes over HTTP', () => {
  it('goes past the backlog, and keeps its sender on a queue to which others may send', async () => {
    const app = appThat();
    await app.overHttp(critical);
    expect([app.intakeQueue.sent, app.urgentQueue.sent.length]).toEqual([[], 1]);
    const [{ body, properties, id } = {} as NewMessage] = app.urgentQueue.sent;
    await app.onUrgentQueue(body, properties, id);
    expect([app.lanes, app.receivedBy()]).toEqual([['urgent'], ['webhook:edr']]);
    // It was done: sent again by somebody else, it changes nothing.
    await app.onUrgentQueue(body, { ...properties, revocationRefreshedAt: ENQUEUED_AT }, 'message-2');
    expect(app.lanes).toEqual(['urgent']);
  });
  it.each([
    ['of low severity', critical.replace('critical', 'low')],
    ['that is larger than is read before it is on a queue', critical.replace('}', `}${' '.repeat(65_536)}`)],
    ['that cannot be read', '{"user":'],
    ['that is no JSON object', '"critical"'],
  ])('goes to the others if it is one %s', async (_what, body) => {
    const app = appThat();
    expect(await app.overHttp(body)).toMatchObject({ kind: 'accepted' });
    expect([app.intakeQueue.sent.length, app.urgentQueue.sent]).toEqual([1, []]);
  });
  it('goes to the others while its sender cannot be recorded', async () => {
    const app = appThat();
    const { ledger } = app.dependencies;
    const failing = {
      ...ledger,
      senders: { ...ledger.senders, record: () => Promise.reject(new Unavailable('ledger', undefined)) },
    };
    await app.overHttp(critical, failing);
    expect([app.intakeQueue.sent.length, app.urgentQueue.sent]).toEqual([1, []]);
  });
});
