import * as z from 'zod';
import type { TokenLifetimePolicy } from '../../core/token-lifetime-policy';
import { longestTokenLife } from '../../core/token-lifetime-policy';
import type { TokenLife } from '../../core/token-life';
import { unknownTokenLife } from '../../core/token-life';
import type { TokenLifetimes } from '../../ports/token-lifetimes';
import { rememberedTokenLifetimes } from '../remembered-token-lifetimes';
import type { GraphClient, GraphClientOptions } from './graph-client';
import { graphClient } from './graph-client';
import { documentedPaces } from './pace';
import type { RetryBudget } from './retry-delay';

export const TOKEN_LIFETIMES_PERMISSION = 'Policy.Read.All';

const PATH = '/policies/tokenLifetimePolicies';
/** A tenant has a handful of policies. Pages that do not end are not followed further. */
const MAX_PAGES = 20;

/** One short attempt: no outcome waits for it, and the next outcome has the policies read again. */
const ONE_SHORT_ATTEMPT: RetryBudget = {
  totalMs: 0,
  attempts: 1,
  attemptMs: 5000,
  firstDelayMs: 0,
  maxDelayMs: 0,
  maxTurnMs: 0,
};

const page = z.object({
  value: z.array(z.object({ definition: z.array(z.string()).nullish() })),
  '@odata.nextLink': z.string().nullish(),
});

/**
 * The token lifetime policies as Microsoft Graph has them (application permission `Policy.Read.All`, optional). The calls
 * have a client and a pace of their own: a throttle of them must not stop a look-up.
 */
export function graphTokenLifetimes(options: Omit<GraphClientOptions, 'pace' | 'budget'>): TokenLifetimes {
  const { clock, random } = options;
  const graph = graphClient({ ...options, pace: documentedPaces(clock, random), budget: ONE_SHORT_ATTEMPT });
  return rememberedTokenLifetimes(() => readPolicies(graph), clock);
}

/** Reads all token lifetime policies ("List tokenLifetimePolicies"), or the reason why they cannot be read. */
async function readPolicies(graph: GraphClient): Promise<TokenLife> {
  const policies: TokenLifetimePolicy[] = [];
  let query = '';
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const path = `${PATH}${query}`;
    const answer = await graph({ method: 'GET', path, permission: TOKEN_LIFETIMES_PERMISSION });
    if (answer.kind === 'failed' && answer.failure.kind === 'forbidden')
      return unknownTokenLife('notGranted');
    const parsed = page.safeParse(answer.kind === 'ok' ? answer.body : undefined);
    if (!parsed.success) return unknownTokenLife('notRead');
    const { value, '@odata.nextLink': next } = parsed.data;
    policies.push(...value.map(({ definition }) => ({ definition: definition ?? [] })));
    if (next === undefined || next === null) return longestTokenLife(policies);
    // Of the link only the query counts: the token goes to the configured host, and this path alone is read.
    query = URL.parse(next)?.search ?? '';
  }
  return unknownTokenLife('notRead');
}
