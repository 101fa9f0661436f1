import { ServiceBusClient } from '@azure/service-bus';
import type { TokenCredential } from '@azure/core-auth';
import type { ServiceBusConnection } from '../../config/config';
import { writeAtOnce } from './write-at-once';

/** Sends are retried for about half a minute before the message is returned to the broker. */
const retryOptions = { maxRetries: 4, retryDelayInMs: 1000, maxRetryDelayInMs: 8000, timeoutInMs: 15_000 };

/** The one connection of the app to Service Bus; it opens with the first message and stays open. */
export function serviceBusClient(
  connection: ServiceBusConnection,
  credential: () => TokenCredential,
): ServiceBusClient {
  writeAtOnce();
  return connection.kind === 'connectionString'
    ? new ServiceBusClient(connection.connectionString, { retryOptions })
    : new ServiceBusClient(connection.fullyQualifiedNamespace, credential(), { retryOptions });
}
