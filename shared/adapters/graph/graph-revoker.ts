import * as z from 'zod';
import type { BackendFailureKind } from '../../core/backend-failure';
import { compact } from '../../core/compact';
import type { Detail } from '../../core/detail';
import { detail } from '../../core/detail';
import type { RevocationAnswer } from '../../core/revocation';
import type { Clock } from '../../ports/clock';
import type { Revoker } from '../../ports/revoker';
import type { GraphClient } from './graph-client';
import type { Pace } from './pace';
import { untilKnown } from './until-known';
import { userPath } from './user-path';

const PERMISSION = 'User.RevokeSessions.All';
const notRevoked = z.object({ value: z.literal(false) });

/**
 * Revokes with Graph's revokeSignInSessions (application permission `User.RevokeSessions.All`), by object id:
 * a user principal name may belong to another user since the look-up.
 */
export function graphRevoker(graph: GraphClient, writes: Pick<Pace, 'pausedForMs'>, clock: Clock): Revoker {
  return {
    pausedForMs: () => writes.pausedForMs(),
    async revoke(user, { mayCall, share, lane, maxTurnMs }): Promise<RevocationAnswer> {
      const path = `${userPath(user.id)}/revokeSignInSessions`;
      const call = compact({
        method: 'POST' as const,
        path,
        permission: PERMISSION,
        priority: 'high' as const,
        mayCall,
        share,
        lane,
        maxTurnMs,
      });
      const answer = await untilKnown(clock, () => graph(call));
      switch (answer.kind) {
        case 'failed':
          return { kind: 'failed', failure: answer.failure, ...answer.record };
        case 'notFound':
          return failed('userGone', detail('graphLostUser'), answer.record);
        case 'ok':
          // Some tenants answer 204 without a body; only an explicit `false` means that the sessions were not revoked.
          return notRevoked.safeParse(answer.body).success
            ? failed('notDone', detail('graphNotRevoked'), answer.record)
            : { kind: 'accepted', acceptedAt: clock.now(), ...answer.record };
      }
    },
  };
}

function failed(
  kind: BackendFailureKind,
  explanation: Detail,
  record: { readonly attempts: number; readonly requestIds: readonly string[] },
): RevocationAnswer {
  return { kind: 'failed', failure: { kind, detail: explanation }, ...record };
}
