import { isTransient } from '../core/retry-later';
import type { MethodAnswer, OtherAnswer } from '../core/revocation';
import type { RevocationMethod } from '../core/revocation-method';
import type { DirectoryUser } from '../core/directory-user';
import type { Clock } from '../ports/clock';
import type { RevocationCall, Revokers } from '../ports/revoker';
import { revokerOf } from '../ports/revoker';

/** An outcome waits so long, in ms, for a method that is still under way when everything else is done. */
export const MAX_WAIT_FOR_OTHERS_MS = 2000;

/** It is called again by a later try. The record is of the call that was given up. */
const GIVEN_UP: OtherAnswer = { kind: 'pending', attempts: 1, requestIds: [] };

/** The calls of the methods beside the primary one. */
export interface OtherCalls {
  /** Waits for those that are under way, and gives up those that take too long. Never rejects. */
  answersInTime(clock: Clock): Promise<readonly MethodAnswer[]>;
  /** Gives up those that are under way. */
  answersNow(): readonly MethodAnswer[];
}

/** Begins to call methods beside the primary one, in this very turn. They can neither delay it nor fail it. */
export function beginOthers(
  revokers: Revokers,
  methods: readonly RevocationMethod[],
  user: DirectoryUser,
  call: RevocationCall,
): OtherCalls {
  const abandon = new AbortController();
  const answers = new Map<RevocationMethod, OtherAnswer>();
  const calls = methods.map(async (method) => {
    try {
      const answer = await revokerOf(revokers, method).revoke(user, { ...call, signal: abandon.signal });
      answers.set(method, answerNow(answer));
    } catch {
      // A bug: the later try that calls the method again ends with its error.
      answers.set(method, GIVEN_UP);
    }
  });
  const answersNow = (): readonly MethodAnswer[] => {
    abandon.abort();
    return methods.map((method) => ({ method, answer: answers.get(method) ?? GIVEN_UP }));
  };
  return {
    answersNow,
    answersInTime: async (clock) => {
      if (answers.size < methods.length)
        await Promise.race([Promise.all(calls), clock.sleep(MAX_WAIT_FOR_OTHERS_MS)]);
      return answersNow();
    },
  };
}

/** A failure that may pass is not an answer yet. */
function answerNow(answer: OtherAnswer): OtherAnswer {
  if (answer.kind !== 'failed' || !isTransient(answer.failure)) return answer;
  const { attempts, requestIds } = answer;
  return { kind: 'pending', attempts, requestIds };
}
