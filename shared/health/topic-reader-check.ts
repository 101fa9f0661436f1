import type { ServiceBusClient } from '@azure/service-bus';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import { checkEntity } from './service-bus-checks';

/** A subscription of the results topic, and the function of the app that reads from it. */
export interface TopicReader {
  /** Of the check. */
  readonly name: string;
  readonly topic: string;
  readonly subscription: string;
  /** What to do about outcomes that could not be passed on. */
  readonly remedy: string;
}

/** So many dead letters are counted. */
const PEEKED = 50;

/** Checks that the subscription exists, that the app may read from it, and that it has no dead letters. */
export function topicReaderCheck(client: ServiceBusClient, reader: TopicReader): HealthCheck {
  return { name: reader.name, run: () => check(client, reader) };
}

async function check(
  client: ServiceBusClient,
  { topic, subscription, remedy }: TopicReader,
): Promise<CheckResult> {
  let dead = 0;
  const access = await checkEntity('read', 'Azure Service Bus Data Receiver', async () => {
    const receiver = client.createReceiver(topic, subscription, {
      subQueueType: 'deadLetter',
      skipParsingBodyAsJson: true,
    });
    try {
      dead = (await receiver.peekMessages(PEEKED)).length;
    } finally {
      await receiver.close();
    }
  });
  if (access.status !== 'ok' || dead === 0) return access;
  const count = dead < PEEKED ? String(dead) : `at least ${String(PEEKED)}`;
  return {
    status: 'warning',
    detail: `The dead-letter queue of the subscription ${subscription} has outcomes that were not passed on after the last try: ${count}.`,
    remedy,
  };
}
