import { done, problem } from '../shared/api/answer';
import {
  problemOfBody,
  readTenantPageQuery,
  readJsonBody,
  readPreviewQuery,
  readStep,
  readTenantQuery,
} from '../shared/api/read-call';
import { decisionBody, decisionsBody } from '../shared/api/schemas';
import { acceptRequest, senderId } from '../shared/app/accept-request';
import { decideForCaller, decideManyForCaller } from '../shared/app/decide-for-caller';
import type { Dependencies } from '../shared/app/dependencies';
import { listApprovals } from '../shared/app/list-approvals';
import type { PreviewDependencies } from '../shared/app/preview-message';
import { previewForCaller } from '../shared/app/preview-for-caller';
import type { Receiving } from '../shared/app/receive-alert';
import { compact } from '../shared/core/compact';
import { senderOfCaller } from '../shared/core/received-by';
import { identifier } from '../shared/messages/text';
import type { CheckReport } from '../shared/ports/health-check';
import { CONTENT_TYPES, MAX_WEBHOOK_BYTES } from '../shared/webhook/admission';
import { containmentCalls } from './answer-containment-calls';
import type { OperatingParts } from './answer-operating-calls';
import { operatingCalls } from './answer-operating-calls';
import { outcomeCalls } from './answer-outcome-calls';
import type { AnswerCall, Call, CallsNamed, ProvenEndpoint } from './api';
import { asked, sentBody } from './call-parts';

/** What the operations of the API are made of. */
export interface ApiParts extends OperatingParts {
  readonly receiving: Receiving & Pick<Dependencies, 'ledger'>;
  /** What a preview needs; its ledger writes nothing and is used once. */
  readonly previewing: () => PreviewDependencies;
  readonly check: () => Promise<readonly CheckReport[]>;
  readonly checkTenant: (tenantId: string) => Promise<readonly CheckReport[]>;
}

/** The properties of the message and the name of the caller come beside the body. */
const REQUEST_BODY = { maxBytes: MAX_WEBHOOK_BYTES - 4096, types: ['application/json'] };
const MESSAGE_BODY = { maxBytes: MAX_WEBHOOK_BYTES, types: CONTENT_TYPES };

/** Answers the calls of each operation: reads the call, and leaves the rest to the app. */
export function answerCalls(parts: ApiParts): Readonly<Record<ProvenEndpoint, AnswerCall>> {
  return {
    ...outcomeCalls(parts),
    ...readingCalls(parts),
    ...decidingCalls(parts),
    ...sendingCalls(parts),
    ...containmentCalls(parts),
    ...operatingCalls(parts),
  };
}

function sendingCalls(parts: ApiParts): CallsNamed<'createRequest' | 'previewMessage'> {
  return {
    createRequest: (call) => createRequest(parts, call),
    previewMessage: (call) => previewMessage(parts, call),
  };
}

function readingCalls({ app, check, checkTenant }: ApiParts): CallsNamed<'listApprovals' | 'healthDetails'> {
  return {
    listApprovals: async ({ request }) => {
      const query = readTenantPageQuery(request.query);
      if (query.kind === 'problem') return query;
      const { tenant: tenantId, ...page } = query.value;
      return listApprovals(app, { tenantId }, asked('approvals', page, compact({ tenant: tenantId })));
    },
    healthDetails: async ({ request }) => {
      const query = readTenantQuery(request.query);
      if (query.kind === 'problem') return query;
      const { tenant } = query.value;
      const checks = await (tenant === undefined ? check() : checkTenant(tenant));
      const isHealthy = checks.every(({ status }) => status !== 'failed');
      const body = { status: isHealthy ? 'healthy' : 'unhealthy', checks };
      return isHealthy ? done(body) : { kind: 'done', status: 503, body };
    },
  };
}

function decidingCalls(parts: ApiParts): CallsNamed<'decideApproval' | 'decideApprovals'> {
  return {
    decideApproval: async (call) => {
      const read = readJsonBody(await sentBody(call), decisionBody);
      if (read.kind === 'problem') return read;
      const approvalId = readStep(call.request.params['id']);
      if (approvalId === undefined) return notFound();
      return decideForCaller(parts, { approvalId, caller: call.caller, ...read.value });
    },
    decideApprovals: async (call) => {
      const read = readJsonBody(await sentBody(call), decisionsBody);
      if (read.kind === 'problem') return read;
      return decideManyForCaller(parts, { caller: call.caller, ...read.value });
    },
  };
}

async function createRequest({ receiving }: ApiParts, call: Call): ReturnType<AnswerCall> {
  const sent = await sentBody(call);
  const wrong = problemOfBody(sent, REQUEST_BODY);
  if (wrong) return wrong;
  const written = call.headers['idempotency-key'];
  const key = written === undefined ? receiving.newId() : identifier(128).safeParse(written).data;
  if (key === undefined) return problem('invalid', 'Idempotency-Key is not an id of at most 128 characters.');
  return acceptRequest(receiving, { caller: call.caller, body: sent.bytes, fallbackId: key });
}

async function previewMessage({ previewing, receiving }: ApiParts, call: Call): ReturnType<AnswerCall> {
  const query = readPreviewQuery(call.request.query);
  if (query.kind === 'problem') return query;
  const sent = await sentBody(call);
  const wrong = problemOfBody(sent, MESSAGE_BODY);
  if (wrong) return wrong;
  const { receivedBy = senderOfCaller(senderId(call.caller)), asNew } = query.value;
  return previewForCaller(previewing(), {
    name: receiving.newId(),
    body: sent.bytes,
    contentType: call.headers['content-type'] ?? '',
    receivedBy,
    asNew: asNew === 'true',
  });
}

function notFound() {
  return problem('notFound', 'Nothing has such a name.');
}
