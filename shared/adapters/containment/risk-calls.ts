import * as z from 'zod';
import type { BackendFailure } from '../../core/backend-failure';
import { detail } from '../../core/detail';
import type { GraphAnswer } from '../graph/graph-answer';
import type { GraphClient, GraphClientOptions } from '../graph/graph-client';
import { graphClient } from '../graph/graph-client';
import { documentedPaces } from '../graph/pace';
import type { RetryBudget } from '../graph/retry-delay';
import type { SharedCall } from './next-shared-call';
import type { SharedCalls } from './shared-calls';
import type { SharedAsking } from './shared-line';

export const RISK_PERMISSION = 'IdentityRiskyUser.ReadWrite.All';

/** The attempts are made by turns. */
const ONE_ATTEMPT: RetryBudget = {
  totalMs: 0,
  attempts: 1,
  attemptMs: 10_000,
  firstDelayMs: 0,
  maxDelayMs: 0,
  maxTurnMs: 5000,
};

const riskyUser = z.object({ riskState: z.string() });

/** The state of a user's risk, `none` where Entra ID has never found any. */
export type Risk =
  | { readonly kind: 'read'; readonly state: string }
  | { readonly kind: 'unread' }
  | { readonly kind: 'failed'; readonly failure: BackendFailure };

/** A client with a pace of its own: its limit is another one, and a throttle of it must not stop a revocation. */
export function riskClient(options: Omit<GraphClientOptions, 'pace' | 'budget'>): GraphClient {
  const { clock, random } = options;
  return graphClient({ ...options, pace: documentedPaces(clock, random), budget: ONE_ATTEMPT });
}

/** Makes a shared call on Graph ("riskyUser: confirmCompromised", "riskyUser: dismiss", "Get riskyUser"). */
export function sendRiskCall(graph: GraphClient) {
  return (call: SharedCall, mayCall: () => boolean): Promise<GraphAnswer> =>
    call.kind === 'set'
      ? graph({
          method: 'POST',
          path: `/identityProtection/riskyUsers/${call.act}`,
          permission: RISK_PERMISSION,
          body: { userIds: call.tickets.map(({ userId }) => userId) },
          mayCall,
        })
      : graph({
          method: 'GET',
          path: `/identityProtection/riskyUsers/${encodeURIComponent(call.userId)}?$select=id,riskState`,
          permission: RISK_PERMISSION,
          mayCall,
        });
}

/** Reads the risk of a user, unless too many wait. */
export async function readRisk(
  shared: SharedCalls,
  userId: string,
  call: SharedAsking,
): Promise<{ readonly risk: Risk; readonly answer?: GraphAnswer }> {
  const answer = await shared.read(userId, call);
  if (!answer) return { risk: { kind: 'unread' } };
  if (answer.kind === 'notFound') return { risk: { kind: 'read', state: 'none' }, answer };
  if (answer.kind === 'failed')
    return { risk: { kind: 'failed', failure: withLicence(answer.failure) }, answer };
  const parsed = riskyUser.safeParse(answer.body);
  return {
    risk: parsed.success ? { kind: 'read', state: parsed.data.riskState } : { kind: 'unread' },
    answer,
  };
}

/** Graph does not say whether a permission or the licence is missing. */
export function withLicence(failure: BackendFailure): BackendFailure {
  if (failure.kind !== 'forbidden' && failure.kind !== 'badRequest') return failure;
  const second = detail('riskNeedsLicence');
  return { ...failure, detail: detail('twoSentences', { first: failure.detail, second }) };
}
