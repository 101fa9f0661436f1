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

/** A fault between a client and table storage, which occurs a number of times, for the calls that match. */
export interface StorageFault {
  readonly fits: (call: StorageCall) => boolean;
  readonly times: number;
  /**
   * `withhold`: the call takes effect, but is never answered; `lose`: it takes effect, and the connection breaks;
   * `drop`: it does not, and the connection breaks.
   */
  readonly answer: 'withhold' | 'lose' | 'drop';
  /** Called when the fault has occurred. */
  readonly onTaken?: () => void;
}

/** A proxy in front of table storage that records calls and can make them fail. */
export interface StorageGate {
  /** The value of `LEDGER_STORAGE` for a client that connects through the gate. */
  readonly connectionString: string;
  add(fault: StorageFault): void;
  clear(): void;
  /** The calls that have taken effect, in order. */
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
    }
    if (fault.answer !== 'withhold') message.socket.destroy();
    fault.onTaken?.();
  };
  const server = createServer((message, response) => {
    // A client may be killed in the middle of a call, so its errors are ignored.
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
