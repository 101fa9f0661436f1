import type { ServiceBusClient } from '@azure/service-bus';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import { NOT_FOUND, checkEntity } from './service-bus-checks';

/** A subscription of the results topic, and the function of the app that reads from it. */
export interface TopicReader {
  /** Of the check. */
  readonly name: string;
  readonly topic: string;
  readonly subscription: string;
  /** What to do about outcomes that could not be passed on. */
  readonly remedy: string;
  /** The setting by which a deployment creates the subscription. */
  readonly setting: string;
}

/** So many dead letters are counted. */
const PEEKED = 50;

/** Checks that the subscription exists, that the app may read from it, and that it has no dead letters. */
export function topicReaderCheck(client: ServiceBusClient, reader: TopicReader): HealthCheck {
  return { name: reader.name, run: () => check(client, reader) };
}

async function check(
  client: ServiceBusClient,
  { topic, subscription, remedy, setting }: TopicReader,
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
  if (access === NOT_FOUND) return subscriptionMissing(topic, subscription, setting);
  if (access.status !== 'ok' || dead === 0) return access;
  const count = dead < PEEKED ? String(dead) : `at least ${String(PEEKED)}`;
  return {
    status: 'warning',
    detail: `The dead-letter queue of the subscription ${subscription} has outcomes that were not passed on after the last try: ${count}.`,
    remedy,
  };
}

/** Nothing reaches the function, and nothing else shows it: the topic drops what has no subscription. */
function subscriptionMissing(topic: string, subscription: string, setting: string): CheckResult {
  return {
    status: 'failed',
    detail: `The topic ${topic} has no subscription ${subscription}: nothing is passed on, and outcomes of this time are not passed on later.`,
    remedy: `Deploy with ${setting} (azd provision), which creates it and the right to read from it; or create it by hand (az servicebus topic subscription create) and assign Azure Service Bus Data Receiver on it.`,
  };
}
