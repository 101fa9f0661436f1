import type { ApprovalRequest } from './approval';
import type { NamedPerson } from './approver';
import type { ApprovalPolicy, Policy } from './policy';
import { isProvenSender, senderOfCaller } from './received-by';
import type { RevocationRequest } from './request';

/** What makes a decision on a request for approval count: where the API can prove who decides, a restore is decided by nobody else. */
export function approvalPolicyOf(
  { approvals }: Pick<Policy, 'approvals'>,
  { restore }: Pick<ApprovalRequest, 'restore'>,
): ApprovalPolicy {
  return restore && approvals.provesRestores ? { ...approvals, proof: 'required' } : approvals;
}

/**
 * How many persons must approve. A restore takes as many as policy says, whatever asked for it: a person who may decide may ask as well.
 *
 * @param requesters the persons to whom the name of the requester leads
 */
export function neededFor(
  policy: Pick<Policy, 'approvals'>,
  { restore, request }: Pick<ApprovalRequest, 'restore' | 'request'>,
  requesters: readonly (NamedPerson | undefined)[],
): number {
  return restore ? policy.approvals.quorum : neededApprovers(policy.approvals, request, requesters);
}

/**
 * How many persons must approve a request. Where decisions need proof, one more than policy says if nothing proves who asked: the
 * requester may then be among those who approve.
 *
 * @param requesters the persons to whom the name of the requester leads
 */
export function neededApprovers(
  { proof, quorum }: ApprovalPolicy,
  request: Asked,
  requesters: readonly (NamedPerson | undefined)[],
): number {
  return proof === 'required' && !isRequesterProven(request, requesters) ? quorum + 1 : quorum;
}

/** Whether the directory must say how many are needed: whether the name of the requester is that of the caller who sent it. */
export function dependsOnRequester({ proof }: ApprovalPolicy, { requestedBy, receivedBy }: Asked): boolean {
  return (
    proof === 'required' &&
    isProvenSender(receivedBy) &&
    requestedBy !== undefined &&
    senderOfCaller(requestedBy) !== receivedBy
  );
}

/** How many persons must approve at most: of a request where nothing proves who asked. */
export function mostApprovers({ proof, quorum }: Pick<ApprovalPolicy, 'proof' | 'quorum'>): number {
  return proof === 'required' ? quorum + 1 : quorum;
}

type Asked = Pick<RevocationRequest, 'requestedBy' | 'receivedBy'>;

/** Whether it is proven who asked: a sender in its own name, or a caller of the API, whom the app itself has named. */
function isRequesterProven(
  { requestedBy, receivedBy }: Asked,
  requesters: readonly (NamedPerson | undefined)[],
): boolean {
  if (!isProvenSender(receivedBy)) return false;
  if (requestedBy === undefined || senderOfCaller(requestedBy) === receivedBy) return true;
  return requesters.some((one) => one?.kind === 'person' && senderOfCaller(one.person.id) === receivedBy);
}
