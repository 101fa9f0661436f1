import type { HttpClient } from '@azure/core-rest-pipeline';
import type { ServiceBusClient } from '@azure/service-bus';
import type { TableClient } from '@azure/data-tables';
import type { OtherTenant } from '../../local/tenant/other-tenant';
import type { Clock } from '../../shared/ports/clock';
import { tableClientOf } from './memory-table-client';
import { memoryTables } from './memory-tables';
import type { TableRequest } from './table-message';
import { keyOf, operationsOf } from './table-message';
import { virtualGraph } from './virtual-graph';

export const backends = ['table', 'graph', 'serviceBus', 'sharePoint'] as const;
export type Backend = (typeof backends)[number];

/** A call that was sent, and when, in virtual ms. */
export interface SentCall {
  readonly backend: Backend;
  readonly sentAtMs: number;
  readonly what: string;
}

/** The backends of an app in virtual time. Where each answer takes 1 ms, a time is a number of round trips. */
export interface CountedBackends {
  /** All calls since this was last emptied, in the order in which they were sent. */
  readonly calls: SentCall[];
  readonly underWay: () => number;
  table(name: string): TableClient;
  graph(tenant: OtherTenant): HttpClient;
  sharePoint(answer: { readonly status: number; readonly body: unknown }): HttpClient;
  readonly serviceBus: ServiceBusClient;
}

/** How long a round trip takes, in ms. */
export type RoundTrips = Readonly<Record<Backend, number>>;

const ONE_EACH: RoundTrips = { table: 1, graph: 1, serviceBus: 1, sharePoint: 1 };

/** A call of table storage, with its key, in which digests are shortened. */
function inWords(request: TableRequest): string {
  if (request.path === '/$batch') return operationsOf(request.body).map(inWords).join(' + ');
  const { partition, row } = keyOf(request);
  return `${request.method} ${partition}/${row}`.replaceAll(/([\da-f]{4})[\da-f]{28,}/g, '$1…');
}

export function countedBackends(clock: Clock, roundTrips = ONE_EACH): CountedBackends {
  const calls: SentCall[] = [];
  let underWay = 0;
  const counted = async <T>(backend: Backend, what: string, answer: () => T | Promise<T>): Promise<T> => {
    calls.push({ backend, what, sentAtMs: clock.monotonicMs() });
    underWay++;
    await clock.sleep(roundTrips[backend]);
    underWay--;
    return answer();
  };
  const stored = memoryTables(() => clock.now());
  const sender = (entity: string) => ({
    sendMessages: () => counted('serviceBus', `send to ${entity}`, () => undefined),
  });
  return {
    calls,
    underWay: () => underWay,
    table: (name) =>
      tableClientOf(name, (request) => counted('table', inWords(request), () => stored(request))),
    graph: (tenant) => {
      const answering = virtualGraph(
        tenant,
        { ...clock, sleep: () => Promise.resolve() },
        { latencyMs: { reads: 0, writes: 0 } },
      );
      return {
        sendRequest: (request) =>
          counted('graph', `${request.method} ${decodeURIComponent(new URL(request.url).pathname)}`, () =>
            answering.sendRequest(request),
          ),
      };
    },
    sharePoint: ({ status, body }) => ({
      sendRequest: (request) =>
        counted('sharePoint', request.method, () => ({
          status,
          headers: request.headers,
          request,
          bodyAsText: JSON.stringify(body),
        })),
    }),
    serviceBus: { createSender: sender } as unknown as ServiceBusClient,
  };
}
