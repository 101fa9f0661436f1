import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UserSeed } from '../../local/tenant/directory';

export const projectFolder = join(__dirname, '../../..');
/** The app as it is deployed. */
export const packagedApp = join(projectFolder, 'package/app');

interface HostJson {
  readonly extensions: { readonly serviceBus: { readonly maxConcurrentCalls: number } };
}

/** How many messages the host works on at a time. */
export function maxConcurrentCalls(): number {
  const hostJson = readFileSync(join(projectFolder, 'host.json'), 'utf8');
  return (JSON.parse(hostJson) as HostJson).extensions.serviceBus.maxConcurrentCalls;
}

/** So many members: `user0@contoso.com` and so on. */
export function membersOf(count: number): UserSeed[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `0a1b8f6e-3c52-4f0e-8a41-${n.toString(16).padStart(12, '0')}`,
    userPrincipalName: `user${String(n)}@contoso.com`,
  }));
}
