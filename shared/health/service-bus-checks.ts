import type { ServiceBusClient, ServiceBusReceivedMessage } from '@azure/service-bus';
import { isServiceBusError } from '@azure/service-bus';
import { isMissingEntity } from '../adapters/service-bus/missing-entity';
import type { Entities } from '../config/config';
import type { CheckResult, HealthCheck } from '../ports/health-check';

/** Checks that each entity exists and that the app has the rights it needs. Sends nothing and receives nothing. */
export function serviceBusChecks(client: ServiceBusClient, entities: Entities): readonly HealthCheck[] {
  const { requestQueue, intakeQueue, waitsQueue, urgentQueue, resultsTopic, ocsfTopic, rejectedQueue } =
    entities;
  const mayPublish = (topic: string) => () =>
    checkEntity('send to', 'Azure Service Bus Data Sender', () => openSender(client, topic));
  return [
    {
      name: 'request queue',
      run: () => checkRequestQueue(client, requestQueue),
    },
    {
      name: 'intake queue',
      run: () => checkOwnQueue(client, intakeQueue, INTAKE_MISSING),
    },
    {
      name: 'waits queue',
      run: () => checkOwnQueue(client, waitsQueue, WAITS_MISSING),
    },
    {
      name: 'urgent queue',
      run: () => checkOwnQueue(client, urgentQueue, URGENT_MISSING),
    },
    {
      name: 'results topic',
      run: mayPublish(resultsTopic),
    },
    ...(ocsfTopic === undefined ? [] : [{ name: 'topic of OCSF', run: mayPublish(ocsfTopic) }]),
    {
      name: 'quarantine',
      run: mayPublish(rejectedQueue),
    },
  ];
}

/** What the app does without a queue of its own, and how to give it one. */
interface OwnQueueMissing {
  readonly detail: string;
  readonly remedy: string;
}

const INTAKE_MISSING: OwnQueueMissing = {
  detail:
    'It does not exist: what comes over HTTP goes to a queue that others fill too, where its sender cannot be proven.',
  remedy: 'Create it, and let only the app send to it.',
};
const WAITS_MISSING: OwnQueueMissing = {
  detail:
    'It does not exist: messages that wait go to another queue, and on the request queue their sender cannot be proven.',
  remedy: 'Create it, and let only the app send to it.',
};

const URGENT_MISSING: OwnQueueMissing = {
  detail:
    'It does not exist: an urgent request waits until the app receives it, behind all that others have sent before; then it is done first.',
  remedy: 'Create it, and let senders and approvers send to it.',
};

/** A queue of the app beside that of requests. The environment may do without it. */
async function checkOwnQueue(
  client: ServiceBusClient,
  queue: string | undefined,
  missing: OwnQueueMissing,
): Promise<CheckResult> {
  if (queue === undefined) return { status: 'warning', ...missing };
  const result = await checkRequestQueue(client, queue);
  return result === NOT_FOUND ? { status: 'warning', ...missing } : result;
}

async function checkRequestQueue(client: ServiceBusClient, queue: string): Promise<CheckResult> {
  let waiting: readonly ServiceBusReceivedMessage[] = [];
  const access = await checkEntity(
    'receive from and send to',
    'Azure Service Bus Data Receiver and Data Sender',
    async () => {
      waiting = await peek(client, queue);
      await openSender(client, queue);
    },
  );
  if (access.status !== 'ok') return access;
  if (await requiresSession(client, queue)) return SESSIONS;
  const repeated = waiting.length - new Set(waiting.map(({ messageId }, n) => messageId ?? n)).size;
  return repeated === 0 ? access : sameMessageIds(repeated, waiting.length);
}

const SESSIONS: CheckResult = {
  status: 'failed',
  detail: 'It requires sessions, and the app receives without one: Service Bus delivers nothing to the app.',
  remedy:
    'Create the queue again without sessions (requiresSession: false), which cannot be changed afterwards.',
};

function sameMessageIds(repeated: number, waiting: number): CheckResult {
  return {
    status: 'warning',
    detail: `Of ${String(waiting)} waiting messages ${String(repeated)} repeat the messageId of another one.`,
    remedy:
      'Let the sender set a new messageId for each message, or none: duplicate detection drops a message whose messageId has just been used.',
  };
}

/** The number of waiting messages that are looked at. */
const PEEKED = 50;

async function peek(client: ServiceBusClient, queue: string): Promise<readonly ServiceBusReceivedMessage[]> {
  const receiver = client.createReceiver(queue, { skipParsingBodyAsJson: true });
  try {
    return await receiver.peekMessages(PEEKED);
  } finally {
    await receiver.close();
  }
}

/**
 * Whether a queue requires sessions. A peek succeeds either way, and a receiver that opens without a session would lock a
 * message; so the check asks for a session that no message has. Only a queue with sessions has one to give.
 */
async function requiresSession(client: ServiceBusClient, queue: string): Promise<boolean> {
  try {
    const session = await client.acceptSession(queue, `health-check-${crypto.randomUUID()}`, {
      maxAutoLockRenewalDurationInMs: 0,
    });
    await session.close();
    return true;
  } catch {
    return false;
  }
}

/** An empty batch is never sent, but its creation opens the link, for which the right to send is needed. */
async function openSender(client: ServiceBusClient, entity: string): Promise<void> {
  const sender = client.createSender(entity);
  try {
    await sender.createMessageBatch();
  } finally {
    await sender.close();
  }
}

/** The very result of a check whose entity does not exist. */
export const NOT_FOUND: CheckResult = {
  status: 'failed',
  detail: 'It does not exist.',
  remedy: 'Create it, or set its name in the app.',
};

/** Tries to use an entity; `to` is what the app does with it, and `role` the role that lets it. */
export async function checkEntity(
  to: string,
  role: string,
  attempt: () => Promise<void>,
): Promise<CheckResult> {
  try {
    await attempt();
    return { status: 'ok', detail: `It exists, and the app may ${to} it.` };
  } catch (failure) {
    if (isMissingEntity(failure)) return NOT_FOUND;
    const code = isServiceBusError(failure) ? failure.code : 'GeneralError';
    if (code === 'UnauthorizedAccess') {
      return {
        status: 'failed',
        detail: `The identity may not ${to} it.`,
        remedy: `Assign the role ${role} on it to the identity.`,
      };
    }
    return {
      status: 'failed',
      detail: `Cannot reach Service Bus (${code}).`,
      remedy: 'Check ServiceBusConnection or ServiceBusConnection__fullyQualifiedNamespace, and the network.',
    };
  }
}
