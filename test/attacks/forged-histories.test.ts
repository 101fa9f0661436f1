import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ageOf } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import { textDetail } from '../../shared/core/detail';
import type { BrokerProperties } from '../../shared/messages/message-history';
import { propertiesOf, readHistory } from '../../shared/messages/message-history';
import type { MessageProperties } from '../../shared/ports/request-queue';
import { aMessage } from '../support/app';
import { conversationWithTwins } from '../support/conversation-with-twins';

const ENQUEUED_AT = '2026-11-23T10:00:00.000Z';
const times = fc.constantFrom('2026-11-23T09:00:00.000Z', '2099-01-01T00:00:00+01:00', 'soon', 7);
/** The properties in which the app writes a history, as a sender may write them. */
const forged = fc.record(
  {
    revocationAttempts: fc.constantFrom(1, -1, 'many'),
    revocationReplay: fc.constantFrom('r', 7),
    revocationRefreshedAt: times,
    revocationOriginTime: times,
    revocationOriginId: fc.constantFrom('another', 7),
    revocationReceivedBy: fc.constantFrom('queue', 'webhook:siem', 7),
  },
  { requiredKeys: [] },
);

function arriving(broker: BrokerProperties, properties: MessageProperties, channel: 'open' | 'own') {
  const body = { users: ['avery@contoso.com', 'blake@contoso.com'], reason: 'x' };
  return aMessage(body, { properties, history: readHistory(broker, properties, channel) });
}

describe('a history that a sender has written', () => {
  it('does not change who a message is when it waits: each user has one outcome', async () => {
    await fc.assert(
      fc.asyncProperty(forged, async (properties) => {
        const app = conversationWithTwins();
        const { revokers } = app.dependencies;
        const failure = { kind: 'throttled', detail: textDetail('Later.') } as const;
        const answer = { kind: 'failed', failure, attempts: 1, requestIds: [] } as const;
        const onlyAvery: typeof revokers.graph.revoke = (user, call) =>
          user.userPrincipalName === 'avery@contoso.com'
            ? revokers.graph.revoke(user, call)
            : Promise.resolve(answer);
        const first = arriving({ messageId: 'm', enqueuedAt: ENQUEUED_AT }, properties, 'open');
        await processMessage(
          { ...app.dependencies, revokers: { graph: { ...revokers.graph, revoke: onlyAvery } } },
          first,
        );
        for (const { original } of app.requestQueue.scheduled) {
          const written = { ...original.properties, ...propertiesOf(original.history) };
          app.clock.advance(30_000);
          const enqueuedAt = app.clock.now().toISOString();
          await processMessage(app.dependencies, arriving({ messageId: 'copy', enqueuedAt }, written, 'own'));
        }
        const outcomes = new Map(
          app.resultsTopic.published.map(({ messageId, subject }) => [messageId, subject]),
        );
        expect(outcomes.size).toBe(2);
      }),
    );
  });
  it.each([
    ['revocationReceivedBy', 'unproven:webhook:'],
    ['revocationReplay', 'r'],
    ['revocationOriginId', 'm'],
  ])('makes no record longer than the ledger and the broker accept: %s', async (name, start) => {
    const app = conversationWithTwins();
    const properties = { revocationAttempts: 1, [name]: start + 'x'.repeat(40_000) };
    const message = arriving({ messageId: 'm', enqueuedAt: ENQUEUED_AT }, properties, 'open');
    await processMessage(app.dependencies, message);
    expect(JSON.stringify(message.history).length).toBeLessThan(1000);
    for (const { body } of app.resultsTopic.published) expect(body.byteLength).toBeLessThan(4000);
    expect(app.statuses()).toEqual(['signOutPending', 'signOutPending']);
  });
  it('makes no message younger than the broker knows it to be', () =>
    fc.assert(
      fc.property(forged, (properties) => {
        const message = arriving({ messageId: 'm', enqueuedAt: ENQUEUED_AT }, properties, 'open');
        const { since, enqueuedAt } = ageOf(message, new Date());
        for (const time of [since, enqueuedAt]) {
          expect(time?.getTime()).toBeLessThanOrEqual(Date.parse(ENQUEUED_AT));
        }
      }),
    ));
});
