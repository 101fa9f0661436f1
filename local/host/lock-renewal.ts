import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';

/**
 * Renews the lock of a message, in the middle of its time, up to a time. The SDK's own renewal goes by the
 * messageId: it cannot settle a message without one, and confuses two that have the same. Returns a function that stops it.
 */
export function keepLocked(
  receiver: ServiceBusReceiver,
  message: ServiceBusReceivedMessage,
  { maxMs, onError }: { readonly maxMs: number; readonly onError: (error: unknown) => void },
): () => void {
  const endsAt = Date.now() + maxMs;
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    const leftMs = (message.lockedUntilUtc?.getTime() ?? 0) - Date.now();
    if (Date.now() + leftMs < endsAt) timer = setTimeout(renew, leftMs / 2).unref();
  };
  const renew = (): void => {
    receiver.renewMessageLock(message).then(wait, onError);
  };
  wait();
  return () => clearTimeout(timer);
}
