import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from '../tenant/certificate';
import { bundledAzurite } from './bundled-azurite';

/** Table storage and blobs on the loopback: azurite in a process of its own, with all data in memory. */
export interface TableStorage {
  readonly port: number;
  /** The value of `LEDGER_STORAGE`. */
  readonly connectionString: string;
  /** The value of `LEDGER_STORAGE__tableServiceUri`, if the storage was started with a certificate. */
  readonly tableServiceUri: string;
  /** The value of `LEDGER_STORAGE__blobServiceUri`, if it was started with a certificate. */
  readonly blobServiceUri: string;
  stop(): Promise<void>;
}

/** The documented account of the emulator ("Use the Azurite emulator"). */
const ACCOUNT = 'devstoreaccount1';
const ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
/** Azurite has them all, and finds a free port for each that is 0. */
const SERVICES = ['blob', 'queue', 'table'];
const LISTENING = /Azurite (\w+) service is successfully listening at https?:\/\/127\.0\.0\.1:(\d+)/g;

/** @param tls a certificate, with which the storage uses TLS and accepts managed identities */
export async function startTableStorage(options: {
  readonly projectFolder: string;
  readonly tls?: Certificate;
}): Promise<TableStorage> {
  const main = await bundledAzurite(options.projectFolder);
  const folder = mkdtempSync(join(tmpdir(), 'table-storage-'));
  const addresses = SERVICES.flatMap((name) => [`--${name}Host`, '127.0.0.1', `--${name}Port`, '0']);
  const modes = ['--silent', '--disableTelemetry', '--inMemoryPersistence', '--skipApiVersionCheck'];
  const identities = options.tls ? ['--oauth', 'basic', ...tlsArguments(folder, options.tls)] : [];
  const child = fork(main, [...addresses, ...modes, ...identities], {
    silent: true,
    cwd: folder,
    execArgv: ['--no-deprecation'],
  });
  // Whatever ends this process: azurite would go on without it.
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const ports = await listeningPorts(child);
  const portOf = (service: string): number => ports.get(service) ?? 0;
  const [port, blobPort] = [portOf('table'), portOf('blob')];
  return {
    port,
    connectionString: connectionStringFor(port, blobPort),
    tableServiceUri: `https://127.0.0.1:${String(port)}/${ACCOUNT}`,
    blobServiceUri: `https://127.0.0.1:${String(blobPort)}/${ACCOUNT}`,
    stop: async () => {
      process.off('exit', end);
      rmSync(folder, { recursive: true, force: true });
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      end();
      await ended;
    },
  };
}

/** The ports of its services, once all of them listen. */
function listeningPorts(azurite: ChildProcess): Promise<ReadonlyMap<string, number>> {
  return new Promise((resolve, reject) => {
    let written = '';
    const watch = (text: string): void => {
      written += text;
      const listening = [...written.matchAll(LISTENING)];
      if (listening.length < SERVICES.length) return;
      resolve(new Map(listening.map(([, service = '', port]) => [service.toLowerCase(), Number(port)])));
    };
    for (const stream of [azurite.stdout, azurite.stderr]) stream?.setEncoding('utf8').on('data', watch);
    azurite.once('exit', (code) => reject(new Error(`azurite ended with ${String(code)}:\n${written}`)));
  });
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
