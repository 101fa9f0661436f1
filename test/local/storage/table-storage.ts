import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { listen } from '../listen';

/** Table storage on the loopback, in a process of its own: azurite, which keeps everything in memory. */
export interface TableStorage {
  readonly port: number;
  /** What `LEDGER_STORAGE` is to be. */
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** The account that the emulator is documented to know ("Use the Azurite emulator"). */
const ACCOUNT = 'devstoreaccount1';
const ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** @param port absent: a free one; given, what was stopped can be started again at its old place, empty */
export async function startTableStorage(options: {
  readonly projectFolder: string;
  readonly port?: number;
}): Promise<TableStorage> {
  const port = options.port ?? (await freePort());
  const main = join(options.projectFolder, 'node_modules/azurite/dist/src/table/main.js');
  const address = ['--tableHost', '127.0.0.1', '--tablePort', String(port)];
  const quiet = ['--silent', '--disableTelemetry', '--inMemoryPersistence', '--skipApiVersionCheck'];
  const child = fork(main, [...address, ...quiet], { silent: true });
  const written: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const watch = (text: string): void => {
      written.push(text);
      if (text.includes('successfully started')) resolve();
    };
    child.stdout?.setEncoding('utf8').on('data', watch);
    child.stderr?.setEncoding('utf8').on('data', watch);
    child.once('exit', (code) =>
      reject(new Error(`azurite ended with ${String(code)}:\n${written.join('')}`)),
    );
  });
  return {
    port,
    connectionString: connectionStringFor(port),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** How table storage behind a port is reached. */
export function connectionStringFor(port: number): string {
  const endpoint = `http://127.0.0.1:${String(port)}/${ACCOUNT}`;
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${ACCOUNT_KEY};TableEndpoint=${endpoint};`;
}

/** azurite cannot tell which port it was given, so it is given one that was free a moment ago. */
async function freePort(): Promise<number> {
  const { port, stop } = await listen(createServer());
  await stop();
  return port;
}
