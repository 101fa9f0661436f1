import { ServiceBusAdministrationClient, ServiceBusClient } from '@azure/service-bus';
import { TableClient, TableServiceClient } from '@azure/data-tables';
import { LogsIngestionClient } from '@azure/monitor-ingestion';
import {
  AppendBlobClient,
  BlobClient,
  BlobServiceClient,
  BlockBlobClient,
  ContainerClient,
} from '@azure/storage-blob';
import { repositoryFiles } from './repository';

/** Names of methods that objects of other kinds have too: they count only in files that import from the same package. */
const COMMON = new Set([
  'close',
  'create',
  'delete',
  'download',
  'exists',
  'name',
  'send',
  'update',
  'upload',
]);

/** The methods of the clients of the Azure SDKs, as they are installed, with the packages that have them. */
export type SdkMethods = ReadonlyMap<string, ReadonlySet<string>>;

/** All methods of all clients that can send something. */
export async function sdkMethods(): Promise<SdkMethods> {
  const client = new ServiceBusClient('Endpoint=sb://localhost/;SharedAccessKeyName=k;SharedAccessKey=k');
  const made = [client.createSender('q'), client.createReceiver('q'), client.createRuleManager('t', 's')];
  const prototypes: Readonly<Record<string, readonly object[]>> = {
    '@azure/service-bus': [
      ServiceBusClient.prototype,
      ServiceBusAdministrationClient.prototype,
      ...made.map((one) => Object.getPrototypeOf(one) as object),
    ],
    '@azure/monitor-ingestion': [LogsIngestionClient.prototype],
    '@azure/data-tables': [TableClient.prototype, TableServiceClient.prototype],
    '@azure/storage-blob': [
      AppendBlobClient,
      BlobClient,
      BlobServiceClient,
      BlockBlobClient,
      ContainerClient,
    ].map(({ prototype }) => prototype as object),
  };
  await client.close();
  const methods = new Map<string, Set<string>>();
  for (const [from, all] of Object.entries(prototypes)) {
    for (const name of all.flatMap((prototype) => Object.getOwnPropertyNames(prototype))) {
      if (name !== 'constructor') methods.set(name, (methods.get(name) ?? new Set()).add(from));
    }
  }
  return methods;
}

/** The methods that a text calls on something, each once. */
export function sdkCallsIn(text: string, methods: SdkMethods): readonly string[] {
  const names = [...text.matchAll(/\.(\w+)\(/g)].map(([, name = '']) => name);
  return [...new Set(names)]
    .filter((name) => {
      const packages = methods.get(name);
      return packages && (!COMMON.has(name) || [...packages].some((from) => text.includes(`from '${from}'`)));
    })
    .sort();
}

/** The methods that each file of the deployed code calls. */
export function sdkCallsOfCode(methods: SdkMethods): ReadonlyMap<string, readonly string[]> {
  const files = repositoryFiles().filter(({ path }) => /^(?:functions|shared)\/.*\.ts$/.test(path));
  const calls = files.map(({ path, text }) => [path, sdkCallsIn(text(), methods)] as const);
  return new Map(calls.filter(([, found]) => found.length > 0));
}
