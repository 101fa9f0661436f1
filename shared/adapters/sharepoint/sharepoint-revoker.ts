import { setImmediate } from 'node:timers/promises';
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import type { BackendFailure } from '../../core/backend-failure';
import { detail } from '../../core/detail';
import type { CallRecord } from '../../core/call-record';
import type { RevocationAnswer } from '../../core/revocation';
import type { Clock } from '../../ports/clock';
import type { RevocationCall, Revoker } from '../../ports/revoker';
import type { HttpAttempt } from '../http/attempt';
import { attemptOnce } from '../http/attempt';
import { bearerAuthorization } from '../http/authorization';
import type { Admission } from './admission';
import { admission } from './admission';
import type { CallSlots } from './call-slots';
import { callSlots } from './call-slots';
import type { SharePointAnswer } from './sharepoint-answer';
import { sharePointAnswer } from './sharepoint-answer';

const PATH = '/_api/Microsoft.Online.SharePoint.TenantManagement.Office365Tenant/RevokeAllUserSessions';
/** SharePoint asks applications to name themselves like this ("Avoid getting throttled or blocked"). */
const USER_AGENT = 'NONISV|session-revoker|session-revoker/1.0';
/** The time limit of one call, its token and its answer's body included. */
const CALL_MS = 20_000;

export interface SharePointOptions {
  /** The origin of the tenant's admin host; the token is sent nowhere else. */
  readonly adminUrl: string;
  readonly credential: TokenCredential;
  readonly clock: Clock;
  /** The time limit of one call. */
  readonly callMs?: number;
  /** Absent: it shares them with nobody. */
  readonly slots?: CallSlots;
  /** Absent: one with connections of its own. */
  readonly httpClient?: HttpClient;
}

type CallAnswer = SharePointAnswer & { readonly record: CallRecord };

/**
 * Revokes with SharePoint's `Office365Tenant.RevokeAllUserSessions`, the call behind `Revoke-SPOUserSession`, by user
 * principal name. It ends the sessions of SharePoint and OneDrive. It never waits: what SharePoint's quota, a pause that
 * it asked for, or its failures do not admit now is answered at once by a failure that may pass.
 */
export function sharePointRevoker(options: SharePointOptions): Revoker {
  const { clock, slots = callSlots() } = options;
  const admitted = admission(clock, slots);
  const send = senderOf(options, admitted);
  const callOnce = async (userName: string, call: RevocationCall): Promise<CallAnswer> => {
    const failure = admitted.take();
    if (failure) return { kind: 'failed', failure, record: { attempts: 0, requestIds: [] } };
    try {
      return await send(userName, call);
    } finally {
      admitted.leave();
    }
  };
  return {
    pausedForMs: () => admitted.pausedForMs(),
    async revoke({ userPrincipalName }, call) {
      if (userPrincipalName === undefined) {
        const failure = { kind: 'notDone', detail: detail('sharePointNoName') } as const;
        return { kind: 'failed', failure, attempts: 0, requestIds: [] };
      }
      const first = await callOnce(userPrincipalName, call);
      if (first.kind === 'failed' || first.state !== FAILED) return revocationAnswer(first, clock.now());
      const second = await callOnce(userPrincipalName, call);
      const record = {
        attempts: first.record.attempts + second.record.attempts,
        requestIds: [...first.record.requestIds, ...second.record.requestIds],
      };
      return revocationAnswer({ ...second, record }, clock.now());
    },
  };
}

/** Sends calls that were admitted, over connections of its own. */
function senderOf(
  {
    adminUrl,
    credential,
    clock,
    callMs = CALL_MS,
    httpClient = createDefaultHttpClient(),
  }: SharePointOptions,
  admitted: Admission,
): (userName: string, call: RevocationCall) => Promise<CallAnswer> {
  const authorization = bearerAuthorization(credential, `${adminUrl}/.default`);
  const pipeline = createEmptyPipeline();
  // No redirect policy, on purpose: a redirect would carry the token to another host.
  pipeline.addPolicy(authorization.policy);
  return async (userName, { mayCall, signal }) => {
    // Calls that began in this turn, Graph's among them, are on their way before this one takes time to be prepared.
    await setImmediate();
    const request = requestOf(adminUrl, userName);
    const limits = { timeoutMs: callMs, mayCall, ...(signal && { signal }) };
    const attempt = await attemptOnce(httpClient, pipeline, request, limits);
    if (attempt.kind === 'answered') authorization.heard(attempt.response);
    const answer = sharePointAnswer(attempt, clock.now());
    // A call that was given up or not made says nothing about SharePoint.
    const isHeard = signal?.aborted !== true && attempt.kind !== 'notPermitted';
    if (isHeard) admitted.heard(answer.kind === 'failed' ? answer.failure : undefined);
    return { ...answer, record: recordOf(attempt) };
  };
}

function recordOf(attempt: HttpAttempt): CallRecord {
  const headers = attempt.kind === 'answered' ? attempt.response.headers : undefined;
  const requestId = headers?.get('sprequestguid') ?? headers?.get('request-id');
  const attempts = attempt.kind === 'notPermitted' ? 0 : 1;
  return { attempts, requestIds: requestId === undefined ? [] : [requestId] };
}

function requestOf(adminUrl: string, userName: string) {
  return createPipelineRequest({
    method: 'POST',
    url: `${adminUrl}${PATH}`,
    headers: createHttpHeaders({
      accept: 'application/json',
      'content-type': 'application/json;charset=utf-8',
      'user-agent': USER_AGENT,
    }),
    body: JSON.stringify({ userName }),
  });
}

/** The state "Failure" of `SPOUserSessionRevocationState`. */
const FAILED = 2;

/** What a state means (`SPOUserSessionRevocationState`). */
function revocationAnswer(answer: CallAnswer, acceptedAt: Date): RevocationAnswer {
  const { record } = answer;
  const failed = (failure: BackendFailure): RevocationAnswer => ({ kind: 'failed', failure, ...record });
  if (answer.kind === 'failed') return failed(answer.failure);
  switch (answer.state) {
    case 0:
      return failed({ kind: 'notEnabled', detail: detail('sharePointNotEnabled') });
    case 1:
      return failed({ kind: 'userGone', detail: detail('sharePointNoUser') });
    case FAILED:
      return failed({ kind: 'notDone', detail: detail('sharePointFailed') });
    case 3:
      return { kind: 'accepted', acceptedAt, effect: 'signOutPending', ...record };
    case 4:
      return { kind: 'accepted', acceptedAt, effect: 'signedOut', ...record };
    default:
      return failed({ kind: 'notDone', detail: detail('sharePointUnknownState', { state: answer.state }) });
  }
}
