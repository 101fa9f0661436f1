import type { Detail } from '../../shared/core/detail';
import { detail } from '../../shared/core/detail';
import type { BackendFailureKind } from '../../shared/core/backend-failure';
import type { RevocationAnswer } from '../../shared/core/revocation';
import type { Clock } from '../../shared/ports/clock';
import type { Revoker } from '../../shared/ports/revoker';

export interface InMemorySharePoint {
  readonly revoker: Revoker;
  /** User principal names in the order of the calls. */
  readonly called: readonly string[];
}

/** The twin of the SharePoint adapter: the state that it answers, by user principal name; 1 for everybody else. */
export function inMemorySharePoint(
  states: Readonly<Record<string, number>>,
  clock: Clock,
): InMemorySharePoint {
  const called: string[] = [];
  return {
    called,
    revoker: {
      pausedForMs: () => 0,
      revoke: ({ userPrincipalName }, { mayCall }) => {
        if (userPrincipalName === undefined) return failed('notDone', detail('sharePointNoName'));
        if (!mayCall()) return failed('leaseEnded', detail('leaseEnded'));
        const state = states[userPrincipalName.toLowerCase()] ?? 1;
        called.push(userPrincipalName, ...(state === 2 ? [userPrincipalName] : []));
        return Promise.resolve(answerOf(state, called.length, clock));
      },
    },
  };
}

function answerOf(state: number, calls: number, clock: Clock): RevocationAnswer {
  const attempts = state === 2 ? 2 : 1;
  const record = {
    attempts,
    requestIds: Array.from({ length: attempts }, (_, n) => `in-memory-sharepoint-${String(calls - n)}`),
  };
  const acceptedAt = clock.now();
  if (state === 3) return { kind: 'accepted', acceptedAt, effect: 'signOutPending', ...record };
  if (state === 4) return { kind: 'accepted', acceptedAt, effect: 'signedOut', ...record };
  return { kind: 'failed', failure: failureOf(state), ...record };
}

function failureOf(state: number) {
  if (state === 0) return { kind: 'notEnabled', detail: detail('sharePointNotEnabled') } as const;
  if (state === 1) return { kind: 'userGone', detail: detail('sharePointNoUser') } as const;
  const why = state === 2 ? detail('sharePointFailed') : detail('sharePointUnknownState', { state });
  return { kind: 'notDone', detail: why } as const;
}

function failed(kind: BackendFailureKind, why: Detail): Promise<RevocationAnswer> {
  return Promise.resolve({
    kind: 'failed',
    failure: { kind, detail: why },
    attempts: 0,
    requestIds: [],
  });
}
