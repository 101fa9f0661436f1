import * as z from 'zod';
import type { RevocationAnswer } from '../../core/revocation';
import type { Clock, Revoker } from '../../ports/ports';
import type { GraphClient } from './graph-client';
import type { Pace } from './pace';
import { userPath } from './user-path';

const PERMISSION = 'User.RevokeSessions.All';
const refusal = z.object({ value: z.literal(false) });

/**
 * Revokes with Graph's revokeSignInSessions (application permission `User.RevokeSessions.All`), by object id:
 * a user principal name may have passed to somebody else since it was looked up.
 */
export function graphRevoker(graph: GraphClient, writes: Pick<Pace, 'pausedForMs'>, clock: Clock): Revoker {
  return {
    method: 'graph',
    pausedForMs: () => writes.pausedForMs(),
    async revoke(user): Promise<RevocationAnswer> {
      const path = `${userPath(user.id)}/revokeSignInSessions`;
      const answer = await graph({ method: 'POST', path, permission: PERMISSION });
      switch (answer.kind) {
        case 'failed':
          return { kind: 'failed', failure: answer.failure, ...answer.record };
        case 'notFound':
          return notDone('Microsoft Graph no longer knew the user.', answer.record);
        case 'ok':
          // Some tenants answer 204 without a body; only an explicit `false` says that nothing was done.
          return refusal.safeParse(answer.body).success
            ? notDone('Microsoft Graph answered that it did not revoke (value false).', answer.record)
            : { kind: 'accepted', acceptedAt: clock.now(), ...answer.record };
      }
    },
  };
}

function notDone(
  detail: string,
  record: { readonly attempts: number; readonly requestIds: readonly string[] },
): RevocationAnswer {
  return { kind: 'failed', failure: { kind: 'notDone', detail }, ...record };
}
