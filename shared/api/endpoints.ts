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
