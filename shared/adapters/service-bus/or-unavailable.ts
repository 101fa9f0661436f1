import { isServiceBusError } from '@azure/service-bus';
import { TooLarge } from '../../ports/too-large';
import { Unavailable } from '../../ports/unavailable';

/**
 * Separates temporary from permanent failures of sending and receiving. Every error of the broker counts as temporary, a missing role and
 * a full queue included, except a message that is too large.
 *
 * @throws Unavailable for a temporary failure
 * @throws TooLarge when the message is larger than the broker accepts
 */
export async function orUnavailable<T>(sending: Promise<T>): Promise<T> {
  try {
    return await sending;
  } catch (failure) {
    if (!isServiceBusError(failure)) throw failure;
    throw failure.code === 'MessageSizeExceeded'
      ? new TooLarge(failure)
      : new Unavailable('serviceBus', failure);
  }
}
