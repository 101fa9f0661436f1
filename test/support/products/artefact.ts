import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpEndpoint } from '../../../local/host/http-trigger';

const folder = join(__dirname, '../../../infra/connect');

/** A file that connects a product, as it is. */
export function artefact(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

/** The same, filled in as its page says, with the address and the key of an app. */
export function filledIn(path: string, { origin, key }: Pick<HttpEndpoint, 'origin' | 'key'>): string {
  return artefact(path)
    .replaceAll('https://APP.azurewebsites.net', origin)
    .replaceAll('https://APP\\.azurewebsites\\.net', origin.replaceAll('.', '\\.'))
    .replaceAll('KEY', key);
}
