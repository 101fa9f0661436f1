import { connectionsOf } from '../core/connection';
import type { Tenants } from '../ports/tenants';

/** The connections of an app that has the home tenant alone. */
export const noTenants: Tenants = {
  connections: () => Promise.resolve(connectionsOf([])),
  access: ({ tenantId }) => {
    throw new Error(`The tenant ${tenantId} is not connected.`);
  },
};
