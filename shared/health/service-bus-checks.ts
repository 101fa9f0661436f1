import type { ServiceBusClient } from '@azure/service-bus';
import { isServiceBusError } from '@azure/service-bus';
import type { Entities } from '../config/config';
import type { CheckResult, HealthCheck } from '../ports/health-check';

/** Whether each entity is there, and may be used as the app uses it. Nothing is sent and nothing taken. */
export function serviceBusChecks(client: ServiceBusClient, entities: Entities): readonly HealthCheck[] {
  const { requestQueue, resultsTopic, rejectedQueue } = entities;
  return [
    {
      name: 'request queue',
      run: () =>
        judged('receive from and send to', 'Azure Service Bus Data Receiver and Data Sender', async () => {
          await peek(client, requestQueue);
          await openSender(client, requestQueue);
        }),
    },
    {
      name: 'results topic',
      run: () => judged('send to', 'Azure Service Bus Data Sender', () => openSender(client, resultsTopic)),
    },
    {
      name: 'quarantine',
      run: () => judged('send to', 'Azure Service Bus Data Sender', () => openSender(client, rejectedQueue)),
    },
  ];
}

async function peek(client: ServiceBusClient, queue: string): Promise<void> {
  const receiver = client.createReceiver(queue);
  try {
    await receiver.peekMessages(1);
  } finally {
    await receiver.close();
  }
}

/** An empty batch is never sent, but to learn how large it may be the link must be granted. */
async function openSender(client: ServiceBusClient, entity: string): Promise<void> {
  const sender = client.createSender(entity);
  try {
    await sender.createMessageBatch();
  } finally {
    await sender.close();
  }
}

async function judged(to: string, role: string, look: () => Promise<void>): Promise<CheckResult> {
  try {
    await look();
    return { status: 'ok', detail: `It is there, and the app may ${to} it.` };
  } catch (failure) {
    const code = isServiceBusError(failure) ? failure.code : 'GeneralError';
    if (code === 'MessagingEntityNotFound') {
      return {
        status: 'failed',
        detail: 'It is not there.',
        remedy: 'Create it, or set its name in the app.',
      };
    }
    if (code === 'UnauthorizedAccess') {
      return {
        status: 'failed',
        detail: `The identity may not ${to} it.`,
        remedy: `Give the identity the role ${role} on it.`,
      };
    }
    return {
      status: 'failed',
      detail: `Service Bus could not be asked (${code}).`,
      remedy: 'Check ServiceBusConnection or ServiceBusConnection__fullyQualifiedNamespace, and the network.',
    };
  }
}
