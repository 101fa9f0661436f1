/** Thrown by a port whose backend will never accept a message of this size: trying again is of no use. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';

  constructor(cause: unknown) {
    super('The message is larger than Service Bus accepts.', { cause });
  }
}
