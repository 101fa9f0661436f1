import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceBusResultsTopic } from '../../shared/adapters/service-bus/service-bus-results-topic';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { resultMessage } from '../../shared/messages/result-message';
import type { ResultsTopic } from '../../shared/ports/results-topic';
import { inMemoryResultsTopic } from '../twins/in-memory-results-topic';
import { outcomeOf, outcomes } from '../support/outcomes';
import { receive } from '../support/received';
import { serviceBusSide } from './service-bus-side';

/** A message as a subscriber sees it. */
interface Arrived {
  readonly body: Buffer;
  readonly messageId: unknown;
  readonly correlationId: unknown;
  readonly subject: unknown;
  readonly contentType: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Side {
  readonly resultsTopic: ResultsTopic;
  arrived(): Promise<Arrived>;
  stop(): Promise<void>;
}

function twinSide(): Promise<Side> {
  const resultsTopic = inMemoryResultsTopic();
  return Promise.resolve({
    resultsTopic,
    arrived: () => {
      const {
        body,
        applicationProperties: properties,
        ...rest
      } = resultsTopic.published.at(-1) ?? resultMessage(outcomeOf('failed'), 'en');
      return Promise.resolve({ ...rest, body: Buffer.from(body), properties });
    },
    stop: () => Promise.resolve(),
  });
}

async function realSide(): Promise<Side> {
  const { client, stop } = await serviceBusSide();
  return {
    resultsTopic: serviceBusResultsTopic(client.createSender('revocation-results')),
    arrived: async () => {
      const [message] = await receive(client, ['revocation-results', 'audit'], 1);
      return {
        body: message?.body as Buffer,
        messageId: message?.messageId,
        correlationId: message?.correlationId,
        subject: message?.subject,
        contentType: message?.contentType,
        properties: message?.applicationProperties ?? {},
      };
    },
    stop,
  };
}

describe.each([
  ['the in-memory twin', twinSide],
  ['Service Bus', realSide],
])('%s: the results topic', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());

  it.each(Object.entries(outcomes))(
    'publishes the outcome %s byte for byte, with what subscriptions filter by',
    async (name, outcome) => {
      const message = resultMessage({ ...outcome, id: storedId<OutcomeId>(name) }, 'fr');
      await side.resultsTopic.publish(message);
      const arrived = await side.arrived();
      expect(Buffer.compare(arrived.body, Buffer.from(message.body))).toBe(0);
      expect(arrived).toMatchObject({
        messageId: name,
        correlationId: 'inc-7',
        subject: outcome.status,
        contentType: 'application/cloudevents+json',
        properties: message.applicationProperties,
      });
    },
  );
});
