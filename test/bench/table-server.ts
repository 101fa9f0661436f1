import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../../local/listen';
import { connectionStringFor } from '../../local/storage/table-storage';
import { memoryTables } from './memory-tables';
import { tableRequest } from './table-message';

/** Tables in memory behind a socket, each of whose answers takes so many ms. */
export async function tableServer(latencyMs: number): Promise<{
  /** The value of `LEDGER_STORAGE`. */
  readonly connectionString: string;
  readonly calls: () => number;
  readonly stop: () => Promise<void>;
}> {
  const stored = memoryTables(() => new Date());
  let calls = 0;
  const server = createServer((message, response) => {
    const answer = async (): Promise<void> => {
      const { method = '', url = '', headers } = message;
      const body = await text(message);
      calls++;
      if (latencyMs > 0) await sleep(latencyMs);
      const answered = stored(tableRequest(method, url, (name) => headers[name]?.toString(), body));
      response.writeHead(answered.status, answered.headers).end(answered.body);
    };
    answer().catch(() => message.socket.destroy());
  });
  server.keepAliveTimeout = 60_000;
  const { port, stop } = await listen(server);
  return { connectionString: connectionStringFor(port), calls: () => calls, stop };
}
