import { createServer } from 'node:https';
import { listen } from './listen';
import type { Certificate } from './tenant/certificate';

/** What was posted to a receiver. */
export interface Delivery {
  readonly path: string;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** How a receiver answers a path; absent: 202. */
export interface ReceiverAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** No answer within this time, in ms. */
  readonly afterMs?: number;
}

/** A server that takes what is posted to it, as Teams, Slack or any webhook would. */
export interface Receiver {
  readonly origin: string;
  /** In the order in which they arrived, refused ones included. */
  readonly deliveries: readonly Delivery[];
  /** Answers a path like this from now on; undefined: with 202. */
  answer(path: string, answer: ReceiverAnswer | undefined): void;
  stop(): Promise<void>;
}

export async function startReceiver(
  certificate: Certificate,
  onDelivery: (delivery: Delivery) => void = () => undefined,
): Promise<Receiver> {
  const deliveries: Delivery[] = [];
  const answers = new Map<string, ReceiverAnswer>();
  const server = createServer(certificate, (message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
      const delivery: Delivery = {
        path: message.url ?? '',
        headers: Object.fromEntries(headers) as Record<string, string>,
        body: Buffer.concat(chunks),
      };
      deliveries.push(delivery);
      onDelivery(delivery);
      const { status, headers: more = {}, afterMs = 0 } = answers.get(delivery.path) ?? { status: 202 };
      setTimeout(() => response.writeHead(status, more).end(), afterMs).unref();
    });
  });
  const { port, stop } = await listen(server);
  return {
    origin: `https://localhost:${String(port)}`,
    deliveries,
    answer: (path, answer) => void (answer ? answers.set(path, answer) : answers.delete(path)),
    stop,
  };
}
