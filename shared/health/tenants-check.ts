import { isActive } from '../core/connection';
import type { TenantsConfig } from '../config/config';
import type { StoredConnections } from '../ports/connection-store';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import { Unavailable } from '../ports/unavailable';

/** What the check of all connections examines. */
export interface CheckedTenants {
  /** Where the connections are. */
  readonly where: TenantsConfig['kind'];
  readonly list: () => Promise<StoredConnections>;
  readonly tenants: { readonly withoutConsent: () => readonly string[] };
}

/** So many rows or tenants are named; `tenants list` and `tenants check` name all. */
const MAX_NAMED = 5;

/** Checks that the connections can be read. One tenant alone never fails the health of the app; it is a warning. */
export function tenantsChecks({ where, list, tenants }: CheckedTenants): readonly HealthCheck[] {
  if (where === 'none') return [];
  const run = async (): Promise<CheckResult> => {
    try {
      return resultOf(await list(), tenants.withoutConsent());
    } catch (failure) {
      if (!(failure instanceof Unavailable)) throw failure;
      return {
        status: 'failed',
        detail: 'The connections cannot be read: no message is carried out.',
        remedy:
          'Check the ledger, and assign the role Storage Table Data Reader on the table RevocationTenants to the identity.',
      };
    }
  };
  return [{ name: 'tenants', run }];
}

function resultOf({ connections, problems }: StoredConnections, asked: readonly string[]): CheckResult {
  const isConnected = new Set(connections.map(({ tenantId }) => tenantId));
  const missing = asked.filter((tenantId) => isConnected.has(tenantId));
  const count = connections.filter(isActive).length;
  const findings = [
    `${String(count)} ${count === 1 ? 'tenant is' : 'tenants are'} connected.`,
    ...(problems.size > 0
      ? [
          `Rows that cannot be used: ${named([...problems].map(([key, found]) => `${key} (${found.join('; ')})`))}.`,
        ]
      : []),
    ...(missing.length > 0 ? [`Without consent: ${named(missing)}.`] : []),
  ];
  const remedies = [
    ...(problems.size > 0 ? ['connect these tenants again, or disconnect them'] : []),
    ...(missing.length > 0
      ? ['send the administrators the link that tenants check prints, or disconnect the tenants']
      : []),
  ];
  const detail = findings.join(' ');
  if (remedies.length === 0) return { status: 'ok', detail };
  const [first = '', ...others] = remedies;
  const remedy = `${[first.charAt(0).toUpperCase() + first.slice(1), ...others].join('; ')}.`;
  return { status: 'warning', detail, remedy };
}

function named(all: readonly string[]): string {
  const more = all.length - MAX_NAMED;
  return [...all.slice(0, MAX_NAMED), ...(more > 0 ? [`${String(more)} more`] : [])].join(', ');
}
