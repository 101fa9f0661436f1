import { isServiceBusError } from '@azure/service-bus';
import { Unavailable } from '../../ports/unavailable';

/**
 * Tells what time may heal from what it will not: every refusal of the broker's is the former, a missing role
 * or a full queue included, but for a message that is too large.
 *
 * @throws Unavailable for the former
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
