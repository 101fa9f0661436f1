import { policyKeys } from './lost-fields';
import type { View } from './output/view';
import type { TenantRecord } from './records';

export const NO_TENANT = 'No tenant is connected.';

/** The connected tenants, and the rows that cannot be used. */
export const tenantView: View<TenantRecord> = {
  data: (tenant) => tenant,
  none: NO_TENANT,
  columns: [
    { heading: 'Tenant', text: ({ id }) => id },
    { heading: 'Name', text: ({ name }) => name, yields: 1 },
    {
      heading: 'State',
      text: ({ state }) => state,
      when: (all) => all.some(({ state }) => state !== 'connected'),
    },
    {
      heading: 'Stricter',
      text: ({ policy }) => policy && (policyKeys(policy).join(', ') || undefined),
      when: (all) => all.some(({ policy }) => policy),
      yields: 3,
    },
    {
      heading: 'Senders',
      text: ({ sources }) => sources?.join(', '),
      when: (all) => all.some(({ sources }) => sources),
      yields: 2,
    },
    {
      heading: 'Problem',
      text: ({ problems }) => problems?.join('; '),
      tone: () => 'bad',
      when: (all) => all.some(({ problems }) => problems),
    },
  ],
};
