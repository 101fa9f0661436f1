import type { Connection } from '../core/connection';
import { policyKeys } from './lost-fields';
import type { View } from './output/view';

/** A row of the table of tenants: a connection, or what cannot be used. */
export type TenantRow =
  | { readonly kind: 'connection'; readonly connection: Connection }
  | { readonly kind: 'problems'; readonly key: string; readonly problems: readonly string[] };

export const NO_TENANT = 'No tenant is connected.';

/** The connected tenants, and the rows that cannot be used. */
export const tenantView: View<TenantRow> = {
  data: (row) => (row.kind === 'connection' ? row.connection : { key: row.key, problems: row.problems }),
  none: NO_TENANT,
  columns: [
    { heading: 'Tenant', text: (row) => (row.kind === 'connection' ? row.connection.tenantId : row.key) },
    { heading: 'Name', text: ofConnection(({ name }) => name), yields: 1 },
    { heading: 'Stricter', text: ofConnection(stricterIn), yields: 3 },
    { heading: 'Senders', text: ofConnection(({ sources }) => sources.join(', ')), yields: 2 },
    {
      heading: 'Problem',
      text: (row) => (row.kind === 'problems' ? row.problems.join('; ') : undefined),
      tone: () => 'bad',
      when: (rows) => rows.some(({ kind }) => kind === 'problems'),
    },
  ],
};

function ofConnection(text: (connection: Connection) => string | undefined) {
  return (row: TenantRow): string | undefined =>
    row.kind === 'connection' ? text(row.connection) : undefined;
}

function stricterIn({ policy, disconnected }: Connection): string | undefined {
  return disconnected ? 'disconnected' : policyKeys(policy).join(', ') || undefined;
}
