import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { serviceBusResultsSubscription } from '../../shared/adapters/service-bus/service-bus-results-subscription';
import { serviceBusResultsTopic } from '../../shared/adapters/service-bus/service-bus-results-topic';
import { systemClock } from '../../shared/adapters/system-clock';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { resultMessage } from '../../shared/messages/result-message';
import type { ResultsSubscription, ResultsTopic } from '../../shared/ports/results-topic';
import { outcomeOf } from '../support/outcomes';
import type { ServiceBusSide } from './service-bus-side';
import { serviceBusSide } from './service-bus-side';

const TOPIC = 'revocation-results';

let side: ServiceBusSide;
let resultsTopic: ResultsTopic;
let subscription: ResultsSubscription;
beforeAll(async () => {
  side = await serviceBusSide();
  resultsTopic = serviceBusResultsTopic(side.client.createSender(TOPIC));
  const watched = { topic: TOPIC, subscription: 'cli' };
  subscription = serviceBusResultsSubscription(side.client, watched, systemClock);
});
afterAll(() => side.stop());

/** Publishes an outcome about a user, or about the message as a whole. */
async function publish(requestId: string, id: string, isAboutUser = true): Promise<void> {
  const { user, ...outcome } = outcomeOf('failed');
  const changed = {
    ...outcome,
    requestId,
    id: storedId<OutcomeId>(id),
    ...(isAboutUser && user && { user }),
  };
  await resultsTopic.publish(resultMessage(changed, 'en'));
}

/** The ids of the first outcomes of requests, or of those that arrive in time. */
async function outcomes(
  requestIds: string | readonly string[],
  expected: number,
  timeoutMs = 10_000,
): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of subscription.outcomes([requestIds].flat(), timeoutMs)) {
    ids.push(id);
    if (ids.length === expected) break;
  }
  return ids;
}

describe('watching a subscription of the results topic', () => {
  it('gives the outcomes of the request and no others', async () => {
    const [requestId, other] = [randomUUID(), randomUUID()];
    const ids = [randomUUID(), randomUUID()];
    const watched = outcomes(requestId, 2);
    for (const id of ids) {
      await publish(other, randomUUID());
      await publish(requestId, id);
    }
    expect(await watched).toEqual(ids);
  });
  it('gives outcomes that were published before it began', async () => {
    const [requestId, id] = [randomUUID(), randomUUID()];
    await publish(requestId, id);
    expect(await outcomes(requestId, 1)).toEqual([id]);
  });
  it('gives the outcomes of several requests', async () => {
    const [one, other, third] = [randomUUID(), randomUUID(), randomUUID()];
    const watched = outcomes([one, other], 2);
    for (const requestId of [third, other, one]) await publish(requestId, `outcome-${requestId}`);
    expect(await watched).toEqual([`outcome-${other}`, `outcome-${one}`]);
  });
  it('gives all of them to each of several watchers of one connection', async () => {
    const requestId = randomUUID();
    const [one, other] = [randomUUID(), randomUUID()];
    const begun = subscription.outcomes([requestId], 10_000)[Symbol.asyncIterator]();
    await publish(requestId, one);
    expect((await begun.next()).value).toMatchObject({ id: one });
    expect(await outcomes(requestId, 1)).toEqual([one]);
    await publish(requestId, other);
    expect(await outcomes(requestId, 2)).toEqual([one, other]);
    expect((await begun.next()).value).toMatchObject({ id: other });
    await begun.return?.();
  });
  it('gives each outcome once, also one that answers a message as a whole', async () => {
    const [requestId, id, other] = [randomUUID(), randomUUID(), randomUUID()];
    for (const one of [id, id]) await publish(requestId, one, false);
    await publish(requestId, other);
    expect(await outcomes(requestId, 2)).toEqual([id, other]);
  });
  it('ends after its time, with the outcomes that arrived until then', async () => {
    const [requestId, id] = [randomUUID(), randomUUID()];
    await publish(requestId, id);
    expect(await outcomes(requestId, 2, 400)).toEqual([id]);
  });
  it('ignores messages that are no results', async () => {
    const [requestId, id] = [randomUUID(), randomUUID()];
    for (const body of [Buffer.from('not JSON'), Buffer.from('{"specversion":"1.0"}')]) {
      const message = { body, messageId: randomUUID(), correlationId: requestId };
      await side.client.createSender(TOPIC).sendMessages(message);
    }
    await publish(requestId, id);
    expect(await outcomes(requestId, 1)).toEqual([id]);
  });
  it('removes nothing from the subscription', async () => {
    const before = side.broker.length(`${TOPIC}/subscriptions/cli`);
    const requestId = randomUUID();
    await publish(requestId, randomUUID());
    await outcomes(requestId, 1);
    expect(side.broker.length(`${TOPIC}/subscriptions/cli`)).toBe(before + 1);
  });
});
