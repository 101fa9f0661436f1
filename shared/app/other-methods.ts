import { isTransient } from '../core/retry-later';
import type { MethodAnswer, OtherAnswer, RevocationAnswer } from '../core/revocation';
import type { StepAnswer } from '../core/containment-answer';
import type { MethodName } from '../core/method-name';
import type { RevocationMethod } from '../core/revocation-method';
import type { DirectoryUser } from '../core/directory-user';
import type { Clock } from '../ports/clock';
import type { RevocationCall, Revokers } from '../ports/revoker';
import { revokerOf } from '../ports/revoker';

/** An outcome waits so long, in ms, for a method that is still under way when everything else is done. */
export const MAX_WAIT_FOR_OTHERS_MS = 2000;

/** Its answer is not there yet. The record is of the call that is under way. */
export const PENDING = { kind: 'pending', attempts: 1, requestIds: [] } as const satisfies OtherAnswer;

/** A call that goes on after its outcome. */
export interface CallUnderWay {
  readonly user: DirectoryUser;
  readonly answering: Promise<RevocationAnswer | StepAnswer>;
}

export type CallsUnderWay = Map<MethodName, CallUnderWay>;

/** The calls of the methods beside the primary one. */
export interface OtherCalls {
  /** Waits a while for those that are under way. Those that take longer go on, and are added to `underWay`. Never rejects. */
  answersInTime(clock: Clock, underWay: CallsUnderWay): Promise<readonly MethodAnswer[]>;
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
  const revoke = async (method: RevocationMethod): Promise<RevocationAnswer> => {
    const answer = await revokerOf(revokers, method).revoke(user, { ...call, signal: abandon.signal });
    answers.set(method, answerNow(answer));
    return answer;
  };
  const calls = methods.map((method) => ({ method, answering: revoke(method) }));
  const ended = calls.map(({ method, answering }) =>
    // A bug: the later try that calls the method again ends with its error.
    answering.catch(() => answers.set(method, PENDING)),
  );
  const found = (): readonly MethodAnswer[] =>
    methods.map((method) => ({ method, answer: answers.get(method) ?? PENDING }));
  return {
    answersNow: () => {
      abandon.abort();
      return found();
    },
    answersInTime: async (clock, underWay) => {
      if (answers.size < methods.length)
        await Promise.race([Promise.all(ended), clock.sleep(MAX_WAIT_FOR_OTHERS_MS)]);
      for (const { method, answering } of calls)
        if (!answers.has(method)) underWay.set(method, { user, answering });
      return found();
    },
  };
}

/** A failure that may pass is not an answer yet. */
export function answerNow<Answer extends OtherAnswer | StepAnswer>(answer: Answer): Answer | OtherAnswer {
  if (answer.kind !== 'failed' || !isTransient(answer.failure)) return answer;
  const { attempts, requestIds } = answer;
  return { kind: 'pending', attempts, requestIds };
}
