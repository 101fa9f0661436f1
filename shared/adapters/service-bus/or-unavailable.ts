import { isServiceBusError } from '@azure/service-bus';
import { Unavailable } from '../../ports/unavailable';

/**
 * Separates temporary from permanent failures of sending. Every error of the broker counts as temporary, a missing role and
 * a full queue included, except a message that is too large.
 *
 * @throws Unavailable for a temporary failure
 */
export async function orUnavailable(sending: Promise<void>): Promise<void> {
  try {
    await sending;
  } catch (failure) {
    if (isServiceBusError(failure) && failure.code !== 'MessageSizeExceeded') {
      throw new Unavailable('serviceBus', failure);
    }
    throw failure;
  }
}
