import type { Allowed } from './roles';

/** One operation of the API. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** Below `/api/`; `{name}` is one step of the path. */
  readonly route: string;
  /** Absent: anybody, without a token. */
  readonly allowed?: Allowed;
  /** How much of the caller's allowance a call takes. */
  readonly cost: number;
  readonly summary: string;
}

const readers = { roles: ['read', 'approve', 'operate'], callers: 'all' } as const;
const requesters = { roles: ['request'], callers: 'all' } as const;
const approvers = { roles: ['approve'], callers: 'persons' } as const;
const operators = { roles: ['operate'], callers: 'all' } as const;
const operatingPersons = { ...operators, callers: 'persons' } as const;

/** The operations of the API; the name of each is that of its function. */
export const endpoints = {
  createRequest: {
    method: 'POST',
    route: 'requests',
    allowed: requesters,
    cost: 2,
    summary: 'Asks for users to be signed out, in the name of the caller',
  },
  readRequest: {
    method: 'GET',
    route: 'requests/{id}',
    allowed: { ...readers, roles: [...readers.roles, 'request'] },
    cost: 2,
    summary: 'The outcomes of a request so far',
  },
  readHistory: {
    method: 'GET',
    route: 'users/{user}/history',
    allowed: readers,
    cost: 4,
    summary: 'The outcomes of one user, the newest first',
  },
  listOutcomes: {
    method: 'GET',
    route: 'outcomes',
    allowed: readers,
    cost: 4,
    summary: 'The outcomes of all users, or those that fit filters, the newest first',
  },
  previewMessage: {
    method: 'POST',
    route: 'preview',
    allowed: { ...readers, roles: [...readers.roles, 'request'] },
    cost: 10,
    summary: 'What the app would do with an alert or a request now, to whom and why; changes nothing',
  },
  listApprovals: {
    method: 'GET',
    route: 'approvals',
    allowed: readers,
    cost: 2,
    summary: 'The requests that wait for approval, the longest wait first',
  },
  decideApproval: {
    method: 'POST',
    route: 'approvals/{id}',
    allowed: approvers,
    cost: 2,
    summary: 'Decides on one request that waits, in the name of the caller',
  },
  decideApprovals: {
    method: 'POST',
    route: 'approvals',
    allowed: approvers,
    cost: 10,
    summary: 'Decides on many requests that wait, each by its id, in the name of the caller',
  },
  listContainments: {
    method: 'GET',
    route: 'containments',
    allowed: readers,
    cost: 4,
    summary: 'What was done to users beside revoking, what is final and what was left, the newest first',
  },
  restoreContained: {
    method: 'POST',
    route: 'restore',
    allowed: approvers,
    cost: 4,
    summary: 'Undoes the containments of a request after one more revocation, in the name of the caller',
  },
  giveUpContained: {
    method: 'POST',
    route: 'give-up',
    allowed: operatingPersons,
    cost: 4,
    summary: 'Ends containments of a request that the app is not to undo, in the name of the caller',
  },
  readStatus: {
    method: 'GET',
    route: 'status',
    allowed: readers,
    cost: 4,
    summary: 'The state of the service: switch, policy, brake, tenants, what waits',
  },
  stopRevocations: {
    method: 'POST',
    route: 'stop',
    allowed: operatingPersons,
    cost: 2,
    summary: 'Stops all revocations by the emergency switch, in the name of the caller',
  },
  resumeRevocations: {
    method: 'POST',
    route: 'resume',
    allowed: operatingPersons,
    cost: 2,
    summary: 'Takes back the stop that the caller was shown, and no other',
  },
  listQuarantine: {
    method: 'GET',
    route: 'quarantine',
    allowed: operators,
    cost: 4,
    summary: 'The originals of messages that were not carried out, the oldest first, without their bodies',
  },
  readOriginal: {
    method: 'GET',
    route: 'quarantine/{number}',
    allowed: operators,
    cost: 2,
    summary: 'One original in quarantine, with its body',
  },
  settleOriginal: {
    method: 'POST',
    route: 'quarantine/{number}',
    allowed: operatingPersons,
    cost: 10,
    summary: 'Replays an original, or closes it with a reason, in the name of the caller',
  },
  healthDetails: {
    method: 'GET',
    route: 'health/details',
    allowed: readers,
    cost: 2,
    summary: 'The result of each health check, or those of one connected tenant',
  },
  openApi: { method: 'GET', route: 'openapi.json', cost: 0, summary: 'This description' },
} as const satisfies Readonly<Record<string, Endpoint>>;

export type EndpointName = keyof typeof endpoints;
