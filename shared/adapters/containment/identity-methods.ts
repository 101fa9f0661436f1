import type { Cloud } from '../../config/clouds';
import type { ContainmentMethod } from '../../ports/containment-method';
import type { TicketStore } from '../../ports/ticket-store';
import type { GraphClient, GraphClientOptions } from '../graph/graph-client';
import { DEFAULT_BUDGET, graphClient } from '../graph/graph-client';
import { documentedPaces } from '../graph/pace';
import { confirmCompromised } from './confirm-compromised';
import { disableSignIn } from './disable-sign-in';
import { identityAccounts } from './identity-accounts';
import { riskClient, sendRiskCall } from './risk-calls';
import { sharedCalls } from './shared-calls';
import { unavailableStep } from './unavailable-step';

/** The steps that change how a user signs in. */
export const identitySteps = ['disableSignIn', 'confirmCompromised', 'identityAccounts'] as const;

export type IdentityStep = (typeof identitySteps)[number];

/** How the steps reach a tenant. */
export interface IdentityStepOptions {
  /** By whose identity steps are done. */
  readonly graph: Omit<GraphClientOptions, 'pace'>;
  /** The client that goes at the pace of revocations, with the same identity. */
  readonly client: GraphClient;
  readonly tenantId: string;
  readonly cloud: Pick<Cloud, 'name' | 'lacks'>;
  readonly tickets: TicketStore;
}

/** The methods of these steps, on Microsoft Graph. Nothing is sent before the first use. */
export function identityMethods({
  graph,
  client,
  tenantId,
  cloud,
  tickets,
}: IdentityStepOptions): Readonly<Record<IdentityStep, ContainmentMethod>> {
  const { clock, random, newId, budget = DEFAULT_BUDGET } = graph;
  const send = sendRiskCall(riskClient(graph));
  const shared = sharedCalls({ tenantId, holder: newId(), tickets, clock, send, waitMs: budget.totalMs });
  // A throttle of the security API must not stop a revocation: its pace is its own.
  const security = graphClient({ ...graph, pace: documentedPaces(clock, random) });
  const offered = (step: IdentityStep, method: ContainmentMethod): ContainmentMethod =>
    step !== 'disableSignIn' && cloud.lacks.includes(step) ? unavailableStep(step, cloud.name) : method;
  return {
    disableSignIn: offered('disableSignIn', disableSignIn(client, clock)),
    confirmCompromised: offered('confirmCompromised', confirmCompromised(shared, clock)),
    identityAccounts: offered('identityAccounts', identityAccounts(security, clock)),
  };
}
