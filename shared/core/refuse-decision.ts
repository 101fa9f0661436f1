import type { HeldRequest } from './confirmation';
import type { RequestIdentity } from './ledger-key';
import type { Mode } from './mode';
import type { Outcome } from './outcome';
import { outcomeId } from './outcome-id';

/** The outcome of a decision that changes nothing, because the wait has ended already. */
export function refuseDecision({
  identity,
  held,
  status,
  detail,
  mode,
  receivedAt,
  completedAt,
}: {
  /** Of the message that brought the decision. */
  readonly identity: RequestIdentity;
  readonly held: HeldRequest;
  readonly status: 'duplicate' | 'expired';
  readonly detail: string;
  readonly mode: Mode;
  readonly receivedAt: Date;
  readonly completedAt: Date;
}): Outcome {
  const { confirmation, expiresAt, reference, user } = held;
  return {
    id: outcomeId(identity),
    requestId: identity.requestId,
    status,
    mode,
    user: {
      reference,
      id: user.id,
      ...(user.userPrincipalName !== undefined && { userPrincipalName: user.userPrincipalName }),
    },
    tenantId: identity.tenantId,
    receivedAt: receivedAt.toISOString(),
    completedAt: completedAt.toISOString(),
    methods: [],
    ...(status === 'duplicate' && { duplicateOf: outcomeId(held.identity, reference, confirmation) }),
    detail,
    confirmation: { id: confirmation, expiresAt },
  };
}
