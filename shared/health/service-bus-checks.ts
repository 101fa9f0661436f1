import type { ServiceBusClient } from '@azure/service-bus';
import { isServiceBusError } from '@azure/service-bus';
import type { Entities } from '../config/config';
import type { CheckResult, HealthCheck } from '../ports/health-check';

/** Checks that each entity exists and that the app has the rights it needs. Sends nothing and receives nothing. */
export function serviceBusChecks(client: ServiceBusClient, entities: Entities): readonly HealthCheck[] {
  const { requestQueue, resultsTopic, rejectedQueue } = entities;
  return [
    {
      name: 'request queue',
      run: () =>
        checkEntity(
          'receive from and send to',
          'Azure Service Bus Data Receiver and Data Sender',
          async () => {
            await peek(client, requestQueue);
            await openSender(client, requestQueue);
          },
        ),
    },
    {
      name: 'results topic',
      run: () =>
        checkEntity('send to', 'Azure Service Bus Data Sender', () => openSender(client, resultsTopic)),
    },
    {
      name: 'quarantine',
      run: () =>
        checkEntity('send to', 'Azure Service Bus Data Sender', () => openSender(client, rejectedQueue)),
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

/** An empty batch is never sent, but its creation opens the link, for which the right to send is needed. */
async function openSender(client: ServiceBusClient, entity: string): Promise<void> {
  const sender = client.createSender(entity);
  try {
    await sender.createMessageBatch();
  } finally {
    await sender.close();
  }
}

async function checkEntity(to: string, role: string, attempt: () => Promise<void>): Promise<CheckResult> {
  try {
    await attempt();
    return { status: 'ok', detail: `It exists, and the app may ${to} it.` };
  } catch (failure) {
    const code = isServiceBusError(failure) ? failure.code : 'GeneralError';
    if (code === 'MessagingEntityNotFound') {
      return {
        status: 'failed',
        detail: 'It does not exist.',
        remedy: 'Create it, or set its name in the app.',
      };
    }
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
