import type { ExitCode } from '../exit-code';
import { exitCode } from '../exit-code';
import type { Output } from '../output/output';
import { print } from '../output/print';
import type { View } from '../output/view';
import type { Terminal } from '../terminal';
import type { AskAzure } from './find-app';
import { findApp } from './find-app';
import type { ProfileStore } from './profile-store';
import type { Profile, Profiles } from './profiles';
import { appOrigin, isAudience, isTenant, withProfile } from './profiles';

export interface UseEnvironment {
  readonly terminal: Terminal;
  readonly profiles: ProfileStore;
  /** Asks Azure Resource Manager in the name of the person who is signed in. */
  readonly azure: (tenant: string | undefined) => AskAzure;
}

export interface UseOptions {
  readonly url?: string;
  readonly audience?: string;
  readonly tenant?: string;
  readonly resourceGroup?: string;
  readonly subscription?: string;
}

/** Lists the profiles; `*` marks the one in use. */
export async function listProfiles(output: Output, { profiles }: UseEnvironment): Promise<ExitCode> {
  const all = await profiles.read();
  const rows = Object.entries(all.profiles).map(([name, profile]) => ({ name, profile, all }));
  await print(rows, profileView, output);
  return exitCode.done;
}

interface Row {
  readonly name: string;
  readonly profile: Profile;
  readonly all: Profiles;
}

const profileView: View<Row> = {
  data: ({ name, profile, all }) => ({ name, ...profile, current: all.current === name }),
  none: 'There is no profile. Add one: session-revoker use NAME --url ADDRESS --audience AUDIENCE (its API_AUDIENCE).',
  columns: [
    { heading: 'Used', text: ({ name, all }) => (all.current === name ? '*' : ' ') },
    { heading: 'Name', text: ({ name }) => name },
    { heading: 'App', text: ({ profile }) => profile.url },
    { heading: 'Audience', text: ({ profile }) => profile.audience, yields: 1, whole: true },
    { heading: 'Tenant', text: ({ profile }) => profile.tenant, yields: 2 },
  ],
};

/** Uses a profile from now on: one that is there, or one that the options describe, or that is found in a resource group. */
export async function useProfile(
  name: string,
  options: UseOptions,
  environment: UseEnvironment,
): Promise<ExitCode> {
  const { terminal, profiles } = environment;
  const all = await profiles.read();
  const known = Object.hasOwn(all.profiles, name) ? all.profiles[name] : undefined;
  const found = await described(options, environment, known);
  if (typeof found === 'string') {
    terminal.error(found);
    return exitCode.noAnswer;
  }
  await profiles.write(withProfile(all, name, found));
  terminal.out(`${name} is used from now on: ${found.url}, audience ${found.audience}.`);
  return exitCode.done;
}

/** The profile, or why there is none. */
async function described(
  { url, audience, tenant, resourceGroup, subscription }: UseOptions,
  { azure }: UseEnvironment,
  known: Profile | undefined,
): Promise<Profile | string> {
  const signIn = tenant ?? known?.tenant;
  if (signIn !== undefined && !isTenant(signIn)) return `${signIn} is not the id or a domain of a tenant.`;
  const inTenant = signIn === undefined ? {} : { tenant: signIn };
  if (audience !== undefined && !isAudience(audience))
    return `${audience} is not API_AUDIENCE of an app, which is a GUID.`;
  if (resourceGroup !== undefined && url === undefined)
    return { ...(await findApp(azure(signIn), { resourceGroup, subscription, audience })), ...inTenant };
  const address = url ?? known?.url;
  const forWhom = audience ?? known?.audience;
  if (address === undefined)
    return 'No profile has this name. Pass --url with the address of the app and --audience with its API_AUDIENCE, or --resource-group.';
  if (forWhom === undefined)
    return 'Pass --audience with API_AUDIENCE of the app, or --resource-group in place of --url.';
  const origin = appOrigin(address);
  if (origin === undefined) return `${address} is not the address of an app: it begins with https://.`;
  return { url: origin, audience: forWhom, ...inTenant };
}
