import { isServiceBusError } from '@azure/service-bus';

/** Whether the broker has answered that a queue, a topic or a subscription does not exist. */
export function isMissingEntity(failure: unknown): boolean {
  return isServiceBusError(failure) && failure.code === 'MessagingEntityNotFound';
}
