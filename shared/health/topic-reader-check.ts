import type { ServiceBusClient, ServiceBusReceiver } from '@azure/service-bus';
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
  /** The queue of events that are brought again; absent: there is none. */
  readonly laterQueue?: string;
}

/** So many dead letters are counted. */
const PEEKED = 50;

/** Checks that the subscription exists, that the app may read from it, and that it has no dead letters. */
export function topicReaderCheck(client: ServiceBusClient, reader: TopicReader): HealthCheck {
  return { name: reader.name, run: () => check(client, reader) };
}

async function check(client: ServiceBusClient, reader: TopicReader): Promise<CheckResult> {
  const { topic, subscription, remedy, setting, laterQueue } = reader;
  const own = await deadLetters((options) => client.createReceiver(topic, subscription, options));
  if (own.access === NOT_FOUND) return subscriptionMissing(topic, subscription, setting);
  if (own.access.status !== 'ok') return own.access;
  if (own.count > 0) return notPassedOn(`subscription ${subscription}`, own.count, remedy);
  if (laterQueue === undefined) return own.access;
  const later = await deadLetters((options) => client.createReceiver(laterQueue, options));
  if (later.access === NOT_FOUND) return laterQueueMissing(laterQueue, setting);
  if (later.access.status !== 'ok') return later.access;
  return later.count > 0 ? notPassedOn(`queue ${laterQueue}`, later.count, remedy) : own.access;
}

type OpenReceiver = (options: {
  readonly subQueueType: 'deadLetter';
  readonly skipParsingBodyAsJson: true;
}) => ServiceBusReceiver;

async function deadLetters(
  open: OpenReceiver,
): Promise<{ readonly access: CheckResult; readonly count: number }> {
  let count = 0;
  const access = await checkEntity('read', 'Azure Service Bus Data Receiver', async () => {
    const receiver = open({ subQueueType: 'deadLetter', skipParsingBodyAsJson: true });
    try {
      count = (await receiver.peekMessages(PEEKED)).length;
    } finally {
      await receiver.close();
    }
  });
  return { access, count };
}

function notPassedOn(of: string, dead: number, remedy: string): CheckResult {
  const count = dead < PEEKED ? String(dead) : `at least ${String(PEEKED)}`;
  return {
    status: 'warning',
    detail: `The dead-letter queue of the ${of} has outcomes that were not passed on after the last try: ${count}.`,
    remedy,
  };
}

/** It is done without: the subscription delivers again. */
function laterQueueMissing(queue: string, setting: string): CheckResult {
  return {
    status: 'warning',
    detail: `The queue ${queue} does not exist: while a destination is down, events that it lacks hold up those of others.`,
    remedy: `Deploy with ${setting} (azd provision), which creates it and the right on it; or create it by hand, with duplicate detection, and let only the app send to it and receive from it (Azure Service Bus Data Owner).`,
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
