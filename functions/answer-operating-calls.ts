import { done } from '../shared/api/answer';
import { resumption, settling, stopping } from '../shared/api/operating-schemas';
import { readJsonBody, readPageQuery, readStep } from '../shared/api/read-call';
import { listQuarantine, readOriginal, settleOriginal } from '../shared/app/operate-quarantine';
import type { Operating } from '../shared/app/operate-quarantine';
import type { Switching } from '../shared/app/operate-switch';
import { resumeForCaller, stopForCaller } from '../shared/app/operate-switch';
import { readStatus } from '../shared/app/read-status';
import type { QuotaUse } from '../shared/ports/quota-use';
import type { AnswerCall, CallsNamed } from './api';
import { asked, sentBody } from './call-parts';

/** What the operations for operators, and the state of the service, are made of. */
export interface OperatingParts extends Operating, Switching {
  /** Of the app. */
  readonly version: string;
  /** How much of Graph's quota for revocations is in use, as it was reported last; undefined: nothing is reported. */
  readonly quotaUse: () => QuotaUse | undefined;
}

/** Answers the calls for operators, and those for the state of the service. */
export function operatingCalls(
  parts: OperatingParts,
): CallsNamed<
  | 'readStatus'
  | 'stopRevocations'
  | 'resumeRevocations'
  | 'listQuarantine'
  | 'readOriginal'
  | 'settleOriginal'
> {
  return {
    readStatus: async () => done(await readStatus(parts)),
    stopRevocations: async (call) => {
      const read = readJsonBody(await sentBody(call), stopping);
      if (read.kind === 'problem') return read;
      return stopForCaller(parts, { caller: call.caller, ...read.value });
    },
    resumeRevocations: async (call) => {
      const read = readJsonBody(await sentBody(call), resumption);
      if (read.kind === 'problem') return read;
      return resumeForCaller(parts, { caller: call.caller, ...read.value });
    },
    ...quarantineCalls(parts),
  };
}

function quarantineCalls(
  parts: OperatingParts,
): CallsNamed<'listQuarantine' | 'readOriginal' | 'settleOriginal'> {
  return {
    listQuarantine: async ({ request }) => {
      const query = readPageQuery(request.query);
      if (query.kind === 'problem') return query;
      return listQuarantine(parts, asked('quarantine', query.value));
    },
    readOriginal: async ({ request }) => readOriginal(parts, numberIn(request)),
    settleOriginal: async (call) => {
      const read = readJsonBody(await sentBody(call), settling);
      if (read.kind === 'problem') return read;
      const { caller, request } = call;
      return settleOriginal(parts, { caller, number: numberIn(request), settling: read.value });
    },
  };
}

/** What is not a number is found nowhere. */
function numberIn({ params }: Parameters<AnswerCall>[0]['request']): string {
  return readStep(params['number']) ?? '';
}
