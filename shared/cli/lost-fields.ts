import { compact } from '../core/compact';
import type { Connection } from '../core/connection';

type Fields = Pick<Connection, 'name' | 'policy' | 'applications' | 'sharePointAdminUrl'>;

/** What one connection to a tenant has, and the next one has not. */
export function lostFields(earlier: Fields, next: Fields): readonly string[] {
  const has = new Set(fieldsIn(next));
  return fieldsIn(earlier).filter((path) => !has.has(path));
}

function fieldsIn({ name, policy, applications = {}, sharePointAdminUrl }: Fields): readonly string[] {
  return [
    ...Object.keys(compact({ name, sharePointAdminUrl })),
    ...policyKeys(policy).map((key) => `policy.${key}`),
    ...Object.keys(applications).map((key) => `applications.${key}`),
  ];
}

/** The keys of what is stricter in a tenant, as they are written. */
export function policyKeys(policy: object): readonly string[] {
  return Object.keys(policy).map((key) => (key === 'maxRequestAgeMs' ? 'maxRequestAge' : key));
}
