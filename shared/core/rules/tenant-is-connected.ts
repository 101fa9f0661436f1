import type { RequestRule } from './request-rules';

/** A request that names another tenant went astray: its users are not ours to judge. */
export const tenantIsConnected: RequestRule = {
  name: 'tenant-is-connected',
  objection: ({ request, policy }) =>
    request.tenantId === undefined || request.tenantId.toLowerCase() === policy.tenantId.toLowerCase()
      ? undefined
      : {
          status: 'rejected',
          detail: `tenantId: the request is for tenant ${request.tenantId}, this service is connected to ${policy.tenantId}.`,
        },
};
