import * as z from 'zod';
import type { OutcomeRecord } from '../records';
import { outcomeRecord } from '../records';
import type { RevocationService } from '../service';
import type { ApiClient } from './api-client';
import { ApiFailure } from './api-failure';
import type { Time } from './polled';
import { polled } from './polled';

/** How often the app is asked for outcomes that have not come. */
const POLL_MS = 1000;
/** A look at the outcomes of all users takes four units of an allowance that grows by two each second. */
export const WATCH_MS = 2000;

const historyHead = z.looseObject({
  user: z.looseObject({ id: z.string(), userPrincipalName: z.string().optional() }),
  since: z.string(),
});

type Outcomes = Pick<RevocationService, 'outcomesOf' | 'requestOutcomes' | 'history' | 'watch'>;

/** Outcomes of requests, of users and of all, over the API. */
export function apiOutcomes(client: ApiClient, time: Time): Outcomes {
  const requestOutcomes = (id: string): Promise<readonly OutcomeRecord[] | undefined> =>
    unlessMissing(() => outcomesIn(client, `requests/${encodeURIComponent(id)}`));
  return {
    requestOutcomes,
    outcomesOf: (id, timeoutMs) =>
      polled({ read: async () => (await requestOutcomes(id)) ?? [], everyMs: POLL_MS, timeoutMs }, time),
    history: async (user, tenantId) => {
      const path = `users/${encodeURIComponent(user)}/history`;
      const { body } = await client.call({ method: 'GET', path, query: { tenant: tenantId, top: '1' } });
      const { user: found, since } = historyHead.parse(body);
      return { user: found, since, outcomes: await outcomesIn(client, path, { tenant: tenantId }) };
    },
    watch: ({ since, user, status, tenantId }, ended) => {
      const filter = { since: since.toISOString(), user, status, tenant: tenantId };
      return polled({ read: () => outcomesSince(client, filter), everyMs: WATCH_MS, ended }, time);
    },
  };
}

type Query = Readonly<Record<string, string | undefined>>;

/** The outcomes of all users that fit a filter, the oldest first. */
export async function outcomesSince(client: ApiClient, query: Query): Promise<readonly OutcomeRecord[]> {
  return (await outcomesIn(client, 'outcomes', query)).toReversed();
}

async function outcomesIn(client: ApiClient, path: string, query: Query = {}): Promise<OutcomeRecord[]> {
  const all: OutcomeRecord[] = [];
  for await (const item of client.items(path, query)) all.push(outcomeRecord.parse(item));
  return all;
}

async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ApiFailure && error.code === 'notFound') return undefined;
    throw error;
  }
}
