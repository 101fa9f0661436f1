import type { ConnectedTenantSeed } from './connected-tenants';

export const NORTHWIND_TENANT_ID = 'b1946ac9-2c3e-4f2d-9a51-7e8d9c0b1a2f';

/** A second fictional tenant, for which its own webhook sender speaks. */
export const northwind: ConnectedTenantSeed = {
  tenantId: NORTHWIND_TENANT_ID,
  users: [
    { id: '1b2c3d4e-5f60-4a71-8b82-9c93ada4beb1', userPrincipalName: 'robin@northwind.example' },
    { id: '1b2c3d4e-5f60-4a71-8b82-9c93ada4beb2', userPrincipalName: 'sage@northwind.example' },
    { id: '1b2c3d4e-5f60-4a71-8b82-9c93ada4beb3', userPrincipalName: 'break-glass@northwind.example' },
  ],
  connection: {
    name: 'Northwind',
    sources: ['webhook:northwind'],
    policy: { protected: { users: ['break-glass@northwind.example'] } },
  },
};
