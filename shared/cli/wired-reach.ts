import { homedir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Cloud } from '../config/clouds';
import type { Environment } from '../config/environment';
import { apiClient } from './api/api-client';
import { apiService } from './api/api-service';
import type { Credential } from './api/sign-in';
import { NotSignedIn, givenToken, signedIn } from './api/sign-in';
import type { DirectConnections } from './direct/direct-service';
import { directService } from './direct/direct-service';
import { chooseWay } from './profile/choose-way';
import type { AskAzure } from './profile/find-app';
import type { ProfileStore } from './profile/profile-store';
import { profileFile, profileStore } from './profile/profile-store';
import type { Reaching } from './reach';

// The part of the composition root for the way to the app.

/** Signs the person in, in a tenant or where they are. */
export type SignIn = (tenantId: string | undefined) => Promise<Credential>;

/** The profiles of the person at this machine. */
export function ownProfiles(environment: Environment): ProfileStore {
  return profileStore(profileFile(environment, homedir(), process.platform));
}

/** The way to the app, as command line, environment and profiles choose it. */
export function reachBy(
  environment: Environment,
  profiles: ProfileStore,
  signIn: SignIn,
  direct: DirectConnections,
): Reaching['reach'] {
  return async ({ direct: isDirect, profile: name, subscription = 'cli' }) => {
    const way = chooseWay({ direct: isDirect, profile: name }, environment, await profiles.read());
    switch (way.kind) {
      case 'none':
        throw new Error(way.problem);
      case 'direct':
        return directService(direct, subscription);
      case 'api': {
        const { url, audience, tenant } = way.profile;
        const token =
          way.token === undefined
            ? signedIn(() => signIn(tenant), { audience, tenant })
            : givenToken(way.token);
        const client = apiClient({ url, token, fetch, wait: (ms) => wait(ms) });
        return apiService({ client, wait: (ms) => wait(ms), now: direct.now });
      }
    }
  };
}

/** Azure Resource Manager of a cloud, in the name of the person who is signed in. */
export function azureOf(cloud: () => Cloud, signIn: SignIn): (tenant: string | undefined) => AskAzure {
  return (tenant) => async (method, path) => {
    const { resourceManager: manager } = cloud();
    const credential = await signIn(tenant);
    const token = await credential.getToken(`${manager}/.default`).catch((error: unknown) => {
      throw new NotSignedIn('You are not signed in on this machine. Sign in by the Azure CLI: az login.', {
        cause: error,
      });
    });
    const headers = { authorization: `Bearer ${token?.token ?? ''}` };
    const response = await fetch(`${manager}${path}`, { method, headers, redirect: 'error' });
    if (!response.ok)
      throw new Error(`Azure has answered ${String(response.status)} (${path.split('?')[0] ?? ''}).`);
    return response.json();
  };
}
