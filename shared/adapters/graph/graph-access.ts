import type { QuotaUse } from '../../ports/quota-use';
import type { TenantAccess } from '../../ports/tenants';
import type { ContainmentAccess, ContainmentReach } from '../containment/containment-access';
import { containmentAccess } from '../containment/containment-access';
import type { GraphClient, GraphClientOptions } from './graph-client';
import { DEFAULT_BUDGET, graphClient } from './graph-client';
import { graphDirectory } from './graph-directory';
import { graphRevoker } from './graph-revoker';
import { graphSignInLog } from './graph-sign-in-log';
import { graphTokenLifetimes } from './graph-token-lifetimes';
import type { NetbiosDomains } from './on-premises-domain';
import type { Pace } from './pace';
import { documentedPaces } from './pace';
import { withReportedUse } from './reported-use';
import { rememberedMemberships } from './remembered-memberships';

/** What the app does in one tenant through Microsoft Graph. */
export interface GraphAccess
  extends Omit<TenantAccess, 'policy'>, Pick<ContainmentAccess, 'containmentClient'> {
  readonly client: GraphClient;
  /** How much of the quota for revocations is in use; undefined: nothing is reported. */
  readonly quotaUse: () => QuotaUse | undefined;
}

/** The ports of one tenant on Microsoft Graph, with a client, paces and memories of their own. Nothing is sent before its first use. */
export function graphAccess(
  options: Omit<GraphClientOptions, 'pace'>,
  netbiosDomains?: NetbiosDomains,
  containment?: ContainmentReach,
): GraphAccess {
  const { clock, random, budget = DEFAULT_BUDGET } = options;
  const { reads, writes } = documentedPaces(clock, random);
  const { pace: reporting, quotaUse } = withReportedUse(writes, clock);
  const pace = { reads, writes: reporting };
  const client = graphClient({ ...options, pace });
  return {
    client,
    quotaUse,
    directory: rememberedMemberships(graphDirectory(client, netbiosDomains), clock),
    revokers: { graph: graphRevoker(client, pausesBeyond(budget.maxDelayMs, pace.writes), clock) },
    tokenLifetimes: graphTokenLifetimes(options),
    ...containmentAccess(options, { client, pace }, containment),
    signInLog: graphSignInLog(options),
  };
}

/** The pauses of a pace for which no call waits in place. */
function pausesBeyond(maxWaitMs: number, pace: Pick<Pace, 'pausedForMs'>): Pick<Pace, 'pausedForMs'> {
  return {
    pausedForMs: () => {
      const ms = pace.pausedForMs();
      return ms > maxWaitMs ? ms : 0;
    },
  };
}
