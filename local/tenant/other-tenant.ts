import type { UserSeed } from './directory';
import { TenantDirectory } from './directory';
import { Faults } from './faults';
import type { Quotas } from './quota';
import { QuotaBuckets } from './quota';
import { Tokens } from './tokens';

/** A tenant in which the app's multi-tenant application may have consent. */
export interface OtherTenantSeed {
  readonly tenantId: string;
  readonly users: readonly UserSeed[];
  /** Absent: no limits on calls. */
  readonly quotas?: Quotas;
}

/** A running tenant beside the home tenant, behind the same Graph and the same token endpoint. */
export interface OtherTenant {
  readonly tenantId: string;
  readonly directory: TenantDirectory;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly quotas: QuotaBuckets;
  /** The ids of the applications to which the tenant has given consent; it takes it back by removing one. */
  readonly consented: Set<string>;
}

export function otherTenant(
  { tenantId, users, quotas }: OtherTenantSeed,
  applicationId: string,
): OtherTenant {
  return {
    tenantId,
    directory: new TenantDirectory(users),
    tokens: new Tokens(tenantId),
    faults: new Faults(),
    quotas: new QuotaBuckets(quotas),
    consented: new Set([applicationId]),
  };
}
