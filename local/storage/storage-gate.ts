import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request as forward } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from '../listen';
import { connectionStringFor } from './table-storage';

/** A call of table storage. */
export interface StorageCall {
  readonly method: string;
  /** Path and query, decoded. */
  readonly target: string;
  readonly body: string;
}

/** Something that goes wrong between a client and table storage, so many times, for the calls that it fits. */
export interface StorageFault {
  readonly fits: (call: StorageCall) => boolean;
  readonly times: number;
  /** `withhold`: it takes effect, but its answer never comes; `drop`: it does not, and the connection breaks. */
  readonly answer: 'withhold' | 'drop';
  /** Called when it has gone wrong. */
  readonly onTaken?: () => void;
}

/** A place in front of table storage where calls are seen, and can be made to fail. */
export interface StorageGate {
  /** What `LEDGER_STORAGE` is to be for whoever goes through the gate. */
  readonly connectionString: string;
  add(fault: StorageFault): void;
  clear(): void;
  /** Calls that have taken effect, in order. */
  readonly done: readonly StorageCall[];
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export async function openStorageGate({ port }: { readonly port: number }): Promise<StorageGate> {
  const faults: { readonly fault: StorageFault; left: number }[] = [];
  const done: StorageCall[] = [];
  const agent = new Agent({ keepAlive: true });
  const take = (call: StorageCall): StorageFault | undefined => {
    const found = faults.find(({ fault, left }) => left > 0 && fault.fits(call));
    if (found) found.left--;
    return found?.fault;
  };
  const pass = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = message;
    const body = await buffer(message);
    const call = { method, target: decodeURIComponent(url), body: body.toString() };
    const fault = take(call);
    if (fault?.answer !== 'drop') {
      const answer = await ask({ port, agent, method, path: url, headers }, body);
      if (answer.status < 300) done.push(call);
      if (!fault) return void response.writeHead(answer.status, answer.headers).end(answer.body);
    } else message.socket.destroy();
    fault.onTaken?.();
  };
  const server = createServer((message, response) => {
    // A client that was killed in the middle of a call is no fault of the gate's.
    pass(message, response).catch(() => message.socket.destroy());
  });
  const listening = await listen(server);
  return {
    connectionString: connectionStringFor(listening.port),
    add: (fault) => void faults.push({ fault, left: fault.times }),
    clear: () => void (faults.length = 0),
    done,
    stop: async () => {
      agent.destroy();
      await listening.stop();
    },
  };
}

function ask(
  options: {
    readonly port: number;
    readonly agent: Agent;
    readonly method: string;
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
  },
  body: Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = forward({ host: '127.0.0.1', ...options }, (incoming) => {
      const { statusCode = 502, headers } = incoming;
      buffer(incoming).then((read) => resolve({ status: statusCode, headers, body: read }), reject);
    });
    outgoing.on('error', reject).end(body);
  });
}
