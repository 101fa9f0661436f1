/** What a client does with an entity: "Service Bus access control". */
export type BrokerRight = 'Send' | 'Listen';

/** Whether a user, named by the policy of a shared access signature, has a right on an entity. */
export type MayUse = (user: string, right: BrokerRight, entity: string) => boolean;

/** The rights of one connection: those of the user whose token it has sent last. */
export interface ConnectionRights {
  /** Takes a token that was put to `$cbs`. */
  take(token: unknown): void;
  /** @param address of an entity, of its dead-letter queue, or of its management node */
  may(right: BrokerRight, address: string): boolean;
}

/** Rights of a connection. A token that is not a shared access signature names nobody. */
export function connectionRights(mayUse: MayUse): ConnectionRights {
  let user = '';
  return {
    take: (token) => {
      user = new URLSearchParams(String(token).replace(/^SharedAccessSignature /, '')).get('skn') ?? '';
    },
    may: (right, address) => mayUse(user, right, address.replace(/\/\$(?:management|deadletterqueue)$/i, '')),
  };
}

/** The right that an operation of a management node needs. */
export function rightOf(operation: string): BrokerRight {
  return /:(?:schedule-message|cancel-scheduled-message)$/.test(operation) ? 'Send' : 'Listen';
}

/** The error of a link whose user lacks a right. */
export function unauthorized(right: BrokerRight, address: string) {
  return {
    condition: 'amqp:unauthorized-access',
    description: `Unauthorized access. '${right}' claim(s) are required to perform this operation on ${address}.`,
  };
}
