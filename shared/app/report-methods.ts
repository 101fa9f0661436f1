import { compact } from '../core/compact';
import type { Detail } from '../core/detail';
import { detail } from '../core/detail';
import { methodEventId, methodResultKey } from '../core/ids';
import type { MethodReport } from '../core/method-report';
import { methodSummary } from '../core/method-report';
import { methodResult } from '../core/method-result';
import { backoffMs } from '../core/retry-later';
import { stagesOf } from '../core/method-stages';
import type { MethodName } from '../core/method-name';
import { methodMessage } from '../messages/method-message';
import type { MethodEntry } from '../ports/ledger';
import type { Published, Retry } from './answer';
import { earliest } from './answer';
import type { MethodAnswered, MethodCall, OutcomeOfUser } from './call-again';
import { answerUnderWay, callAgain, notCalled } from './call-again';
import { countCalls } from './counted-call';
import type { Dependencies } from './dependencies';
import { endFailedStep } from './end-steps';
import { inParallel } from './in-parallel';
import type { KeptLease } from './keep-lease';
import type { CallUnderWay } from './other-methods';
import { publishFirst, publishRecorded } from './publish-entry';
import { recordOnce } from './record-once';
import { startStopwatch } from './stopwatch';

/** Why methods that have not answered are not called again: their events say that they failed, and this. */
export type MethodEnding = Detail;

/**
 * Has the methods that are pending in an outcome called, and publishes what each answers as an event of its own, once. In the
 * try that has made the outcome they are not called: what is under way is reported when it answers, and the message comes
 * again for all that is not reported by then. In a later try they are called by `callMethods` of the answer.
 *
 * @throws Unavailable when the ledger or the topic is; the next try publishes what is recorded by then
 */
export async function reportMethods(
  dependencies: Dependencies,
  about: OutcomeOfUser,
  ending?: MethodEnding,
): Promise<Published> {
  const { published, request } = about;
  const { pendingMethods: methods = [] } = published.outcome;
  if (methods.length === 0) return published;
  if (!published.republished && !ending) {
    for (const [method, underWay] of about.underWay)
      // Beside the message. If it fails, the next try finds that nothing is recorded.
      void reportMethod(dependencies, about, method, { kind: 'underWay', underWay }).catch(() => undefined);
    const { clock, random } = dependencies;
    const at = new Date(clock.now().getTime() + backoffMs(request.age.attempts, random()));
    return { ...published, retry: { kind: 'retry', at, reason: 'methodPending' } };
  }
  const report = async (answering: Answering): Promise<Published> => {
    const retries = new Map<MethodName, Retry>();
    for (const stage of stagesOf(methods)) {
      await inParallel(stage, stage.length, async (method) => {
        // The sessions are revoked once more when sign-in is disabled, which is tried again.
        const waits = method === 'revokeAgain' ? retries.get('disableSignIn') : undefined;
        const retry = waits ?? (await reportMethod(dependencies, about, method, answering));
        if (retry) retries.set(method, retry);
      });
    }
    const retry = earliest([...retries.values()]);
    return { ...published, ...compact({ retry }) };
  };
  if (ending) return report({ kind: 'none', ending });
  return { ...published, callMethods: () => report({ kind: 'again' }) };
}

/** How a method that is pending answers: it is called, unless a call is under way or nothing waits for it any more. */
type Answering =
  | { readonly kind: 'underWay'; readonly underWay: CallUnderWay }
  | { readonly kind: 'none'; readonly ending: MethodEnding }
  | { readonly kind: 'again' };

async function answerOf(
  dependencies: Dependencies,
  call: MethodCall,
  answering: Answering,
): Promise<MethodAnswered> {
  switch (answering.kind) {
    case 'underWay':
      return answerUnderWay(answering.underWay, call.reference);
    case 'none':
      return notCalled('notDone', detail('methodGivenUp', { reason: answering.ending }));
    case 'again':
      return callAgain(dependencies, call);
  }
}

/** Publishes what one method answered. Undefined when it is on the topic. */
async function reportMethod(
  dependencies: Dependencies,
  about: OutcomeOfUser,
  method: MethodName,
  answering: Answering,
): Promise<Retry | undefined> {
  const { clock, ledger, locale } = dependencies;
  const { request, key: outcome } = about;
  const { traceparent, age } = request;
  const key = methodResultKey(outcome, method);
  const publication = { store: ledger.methodResults, key, traceparent, attempts: age.attempts };
  const stopwatch = startStopwatch(clock);
  const done = await recordOnce(dependencies, {
    ...publication,
    stopwatch,
    make: async (lease: KeptLease<MethodEntry>) => {
      const call = { ...about, method, mayCall: () => lease.mayCall() };
      const answer = () => answerOf(dependencies, call, answering);
      const answered = await countCalls(dependencies, { call, lease, kind: answering.kind, answer });
      if (answered.kind === 'retry') return answered;
      const report = reportOf(dependencies, call, await endFailedStep(dependencies, call, answered));
      return {
        kind: 'made' as const,
        entry: { message: methodMessage(report, locale), summary: methodSummary(report) },
      };
    },
  });
  if (done.kind === 'retry') return done;
  if (done.kind === 'made') {
    const { entry } = done;
    const event = () => ({ kind: 'method', summary: entry.summary }) as const;
    await publishFirst(dependencies, publication, entry, { event, stopwatch });
  } else {
    const first = () => ({ kind: 'method', summary: done.entry.summary }) as const;
    await publishRecorded(dependencies, publication, done.entry, { first });
  }
  return undefined;
}

function reportOf(
  { policy: { tenantId }, clock }: Dependencies,
  { request, reference, method, published: { outcome } }: MethodCall,
  { user, answer }: MethodAnswered,
): MethodReport {
  return {
    id: methodEventId(outcome.id, method),
    outcomeId: outcome.id,
    requestId: request.request.id,
    tenantId,
    user: user ?? compact({ reference, id: outcome.userId }),
    method: methodResult({ method, answer }),
    completedAt: clock.now().toISOString(),
  };
}
