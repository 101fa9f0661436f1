import type { BackendFailureKind } from './backend-failure';
import { compact } from './compact';
import type { MethodResult, MethodStatus } from './outcome';
import type { MethodAnswer, OtherAnswer } from './revocation';
import type { RevocationMethod } from './revocation-method';

/** What an outcome, or an event of its own, reports of the answer of a method. */
export function methodResult({ method: name, answer }: MethodAnswer): MethodResult {
  const { attempts, requestIds } = answer;
  const failure = answer.kind === 'failed' ? answer.failure : undefined;
  return compact({ name, status: statusOf(name, answer), attempts, requestIds, detail: failure?.detail });
}

function statusOf(method: RevocationMethod, answer: OtherAnswer): MethodStatus {
  switch (answer.kind) {
    case 'accepted':
      return answer.effect ?? 'accepted';
    case 'pending':
      return 'pending';
    case 'failed':
      // Graph had found the user before: that it lost them is a failure of its own.
      return method === 'graph' ? 'failed' : statusOfFailure(answer.failure.kind);
  }
}

/** The status of a revocation that a backend did not make. */
export function statusOfFailure(kind: BackendFailureKind): 'userNotFound' | 'notEnabled' | 'failed' {
  if (kind === 'userGone') return 'userNotFound';
  return kind === 'notEnabled' ? 'notEnabled' : 'failed';
}

/** The methods whose answers were not there yet. */
export function pendingMethods(methods: readonly MethodResult[]): readonly RevocationMethod[] {
  return methods.filter(({ status }) => status === 'pending').map(({ name }) => name);
}
