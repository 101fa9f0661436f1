import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '../listen';
import type { Certificate } from '../tenant/certificate';

/** Table storage on the loopback, with blobs on demand: azurite in processes of its own, with all data in memory. */
export interface TableStorage {
  readonly port: number;
  /** The value of `LEDGER_STORAGE`. */
  readonly connectionString: string;
  /** The value of `LEDGER_STORAGE__tableServiceUri`, if the storage was started with a certificate. */
  readonly tableServiceUri: string;
  /** The value of `LEDGER_STORAGE__blobServiceUri`, if it was started with a certificate and with blobs. */
  readonly blobServiceUri: string;
  stop(): Promise<void>;
}

/** The documented account of the emulator ("Use the Azurite emulator"). */
const ACCOUNT = 'devstoreaccount1';
const ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/**
 * @param blobs whether the storage has blobs, which take a moment to start
 * @param tls a certificate, with which the storage uses TLS and accepts managed identities
 */
export async function startTableStorage(options: {
  readonly projectFolder: string;
  readonly blobs?: boolean;
  readonly tls?: Certificate;
}): Promise<TableStorage> {
  const folder = mkdtempSync(join(tmpdir(), 'table-storage-'));
  const start = (service: Service): Promise<RunningService> => startService(service, { ...options, folder });
  const [table, blob] = await Promise.all([start('table'), options.blobs ? start('blob') : undefined]);
  return {
    port: table.port,
    connectionString: connectionStringFor(table.port, blob?.port),
    tableServiceUri: `https://127.0.0.1:${String(table.port)}/${ACCOUNT}`,
    blobServiceUri: `https://127.0.0.1:${String(blob?.port)}/${ACCOUNT}`,
    stop: async () => {
      rmSync(folder, { recursive: true, force: true });
      await Promise.all([table.stop(), blob?.stop()]);
    },
  };
}

type Service = 'table' | 'blob';
interface RunningService {
  readonly port: number;
  stop(): Promise<void>;
}

interface ServiceOptions {
  readonly projectFolder: string;
  readonly folder: string;
  readonly tls?: Certificate;
}

/** A port that was free a moment ago may be taken: then another one is tried. */
const MAX_PORTS = 5;

async function startService(service: Service, options: ServiceOptions): Promise<RunningService> {
  for (let tries = 1; ; tries++) {
    try {
      return await startAt(await freePort(), service, options);
    } catch (failure) {
      if (tries === MAX_PORTS || !String(failure).includes('EADDRINUSE')) throw failure;
    }
  }
}

/** Starts one service of azurite in a process of its own. */
async function startAt(port: number, service: Service, options: ServiceOptions): Promise<RunningService> {
  const main = join(options.projectFolder, `node_modules/azurite/dist/src/${service}/main.js`);
  const address = [`--${service}Host`, '127.0.0.1', `--${service}Port`, String(port)];
  const modes = ['--silent', '--disableTelemetry', '--inMemoryPersistence', '--skipApiVersionCheck'];
  const identities = options.tls ? ['--oauth', 'basic', ...tlsArguments(options.folder, options.tls)] : [];
  const child = fork(main, [...address, ...modes, ...identities], { silent: true, cwd: options.folder });
  // Whatever ends this process: azurite would go on without it.
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const written: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const watch = (text: string): void => {
      written.push(text);
      if (text.includes('successfully')) resolve();
    };
    child.stdout?.setEncoding('utf8').on('data', watch);
    child.stderr?.setEncoding('utf8').on('data', watch);
    child.once('exit', (code) =>
      reject(new Error(`azurite ended with ${String(code)}:\n${written.join('')}`)),
    );
  });
  return {
    port,
    stop: async () => {
      process.off('exit', end);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      end();
      await ended;
    },
  };
}

/** azurite reads certificates from files. */
function tlsArguments(folder: string, { cert, key }: Certificate): string[] {
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key, { mode: 0o600 });
  return ['--cert', files.cert, '--key', files.key];
}

/** The connection string of table storage on a port, and of its blobs if it has them. */
export function connectionStringFor(port: number, blobPort?: number): string {
  const endpoint = (of: number): string => `http://127.0.0.1:${String(of)}/${ACCOUNT}`;
  const blobs = blobPort === undefined ? '' : `BlobEndpoint=${endpoint(blobPort)};`;
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${ACCOUNT_KEY};TableEndpoint=${endpoint(port)};${blobs}`;
}

/** azurite does not report its port, so it gets a port that was free a moment ago. */
async function freePort(): Promise<number> {
  const { port, stop } = await listen(createServer());
  await stop();
  return port;
}
