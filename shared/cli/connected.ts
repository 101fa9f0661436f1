import type { RequestQueue } from '../ports/request-queue';
import type { ResultsSubscription } from '../ports/results-topic';

/** What sending requests and watching their outcomes needs. */
export interface RequestConnection {
  readonly requestQueue: Pick<RequestQueue, 'send'>;
  readonly results: ResultsSubscription;
  close(): Promise<void>;
}

/** Does some work over a connection, and closes it in any case. */
export async function connected<Connection extends { close(): Promise<void> }, T>(
  connect: () => Promise<Connection>,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connect();
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** Sends a JSON body to the request queue. */
export async function sendJson(
  requestQueue: Pick<RequestQueue, 'send'>,
  id: string,
  body: Uint8Array,
): Promise<void> {
  await requestQueue.send({ id, body, contentType: 'application/json', properties: {} });
}
