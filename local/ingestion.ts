import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { gunzipSync } from 'node:zlib';
import { listen } from './listen';
import type { Certificate } from './tenant/certificate';

/** An item as the Application Insights SDK sends it. */
export interface TelemetryItem {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly data?: {
    readonly baseType: string;
    readonly baseData: {
      readonly name?: string;
      readonly properties?: Readonly<Record<string, string>>;
      readonly measurements?: Readonly<Record<string, number>>;
    };
  };
}

/** An ingestion endpoint of Application Insights that stores the items it receives. */
export interface Ingestion {
  readonly connectionString: string;
  readonly items: readonly TelemetryItem[];
  stop(): Promise<void>;
}

export async function startIngestion(certificate: Certificate): Promise<Ingestion> {
  const items: TelemetryItem[] = [];
  const server = createServer(certificate, (request, response) => {
    void readItems(request).then((received) => {
      items.push(...received);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ itemsReceived: received.length, itemsAccepted: received.length, errors: [] }),
      );
    });
  });
  const { port, stop } = await listen(server);
  return {
    connectionString: `InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint=https://localhost:${String(port)}/`,
    items,
    stop,
  };
}

/** Reads a JSON array, or one item per line, compressed or not. */
async function readItems(request: IncomingMessage): Promise<TelemetryItem[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body)
    .toString('utf8')
    .trim();
  if (text.startsWith('[')) return JSON.parse(text) as TelemetryItem[];
  return text.split('\n').map((line) => JSON.parse(line) as TelemetryItem);
}
