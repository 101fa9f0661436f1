import { processMessage } from '../../shared/app/process-message';
import type { ApiConnection } from '../../shared/cli/api/api-client';
import { apiClient } from '../../shared/cli/api/api-client';
import { apiService } from '../../shared/cli/api/api-service';
import type { DirectConnections } from '../../shared/cli/direct/direct-service';
import { directService } from '../../shared/cli/direct/direct-service';
import type { RevocationService } from '../../shared/cli/service';
import type { Caller } from '../../shared/core/caller';
import type { Policy } from '../../shared/core/policy';
import type { ResultsSubscription } from '../../shared/ports/results-topic';
import { aPerson, apiOfTwins } from './api';
import { aMessage, resultOfBytes } from './app';
import { previewLedger } from '../../shared/adapters/ledger/preview-ledger';

type Side = ReturnType<typeof apiOfTwins>;

/** One way to the app, and the app behind it. */
export interface ServiceSide {
  readonly service: RevocationService;
  readonly app: Side;
  /** A message that somebody else sends. */
  readonly receive: (body: object | string) => Promise<void>;
}

const lead = aPerson('lead', 'read', 'request', 'approve', 'operate');

/** A connection to an app of twins, whose queue is done while the caller waits. */
export function connectionTo(
  app: Side,
  token: ApiConnection['token'] = () => Promise.resolve('me'),
): ApiConnection {
  return {
    url: 'https://app.example',
    token,
    fetch: async (url, { method, headers, body }) => {
      const { authorization = '', ...others } = Object.fromEntries(new Headers(headers));
      const sent = body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : undefined;
      const answer = await app.call(
        method === 'POST' ? 'POST' : 'GET',
        url.replace('https://app.example/api/', ''),
        {
          token: authorization.replace('Bearer ', ''),
          headers: others,
          ...(sent !== undefined && { body: sent }),
        },
      );
      const { status, headers: answered } = answer;
      return new Response(JSON.stringify(answer.body), { status, headers: answered });
    },
    wait: async (ms) => {
      app.clock.advance(ms);
      await app.drain();
      await app.dependencies.ledger.history.write();
    },
  };
}

/** The app over its API, in the name of somebody with all roles. */
export function apiSide(policy: Partial<Policy> = {}, me: Caller = lead): ServiceSide {
  const app = apiOfTwins(policy, { me });
  const connection = connectionTo(app);
  const { wait } = connection;
  const service = apiService({ client: apiClient(connection), wait, now: () => app.clock.now() });
  return { service, app, receive: receiver(app) };
}

/** The queues and the ledger of the app. */
export function directSide(policy: Partial<Policy> = {}): ServiceSide {
  const app = apiOfTwins(policy);
  const receive = receiver(app);
  const results: ResultsSubscription = {
    // eslint-disable-next-line typescript/require-await -- a generator of what is there already
    async *outcomes(requestIds) {
      for (const { correlationId, body } of app.resultsTopic.published)
        if (requestIds.includes(correlationId)) yield resultOfBytes(body);
    },
  };
  const close = () => Promise.resolve();
  const requestQueue = {
    send: ({ id, body }: { readonly id: string; readonly body: Uint8Array }) =>
      receive(Buffer.from(body).toString('utf8'), id),
  };
  let ids = 0;
  const connections: DirectConnections = {
    connect: () => Promise.resolve({ requestQueue, results, close }),
    connectApprovals: () =>
      Promise.resolve({ approvals: app.dependencies.ledger.approvals, requestQueue, results, close }),
    connectQuarantine: () =>
      Promise.resolve({ quarantine: app.quarantine, requestQueue: app.requestQueue, close }),
    connectPreview: () =>
      Promise.resolve({ ...app.dependencies, ledger: previewLedger(app.dependencies.ledger) }),
    connectTenants: () => Promise.reject(new Error('There are no tenants.')),
    connectSwitch: () => Promise.resolve(app.switchStore),
    checkUp: () => Promise.resolve([{ name: 'ledger', status: 'ok', detail: 'It answers.' }]),
    newId: () => `decision-${String(++ids)}`,
    now: () => app.clock.now(),
  };
  return { service: directService(connections, 'cli'), app, receive };
}

/** Has the app process a message as one of the queue, and then what it sends itself. */
function receiver(app: Side) {
  let messages = 0;
  return async (body: object | string, id = `message-${String(++messages)}`): Promise<void> => {
    const enqueuedAt = app.clock.now().toISOString();
    await processMessage(app.dependencies, aMessage(body, {}, { messageId: id, enqueuedAt }));
    await app.drain();
    await app.dependencies.ledger.history.write();
  };
}
