import type { Profile, Profiles } from './profiles';
import { appOrigin, isAudience } from './profiles';

/** How commands reach the app. */
export type Way =
  | { readonly kind: 'direct' }
  | { readonly kind: 'api'; readonly name: string; readonly profile: Profile; readonly token?: string }
  | { readonly kind: 'none'; readonly problem: string };

export interface Asked {
  /** `--direct`. */
  readonly direct?: boolean | undefined;
  /** `--profile`. */
  readonly profile?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Chooses the way to the app: what the command line says, then the environment, then the profile in use. Who has neither but the
 * connection of the queue goes there, as before there was an API. A token of the environment is for the address beside it, and for no other.
 */
export function chooseWay(asked: Asked, environment: Environment, profiles: Profiles): Way {
  if (asked.direct) return { kind: 'direct' };
  if (asked.profile !== undefined) return ofProfile(asked.profile, profiles);
  const { SESSION_REVOKER_URL: url = '' } = environment;
  if (url !== '') return ofEnvironment(url, environment);
  if (profiles.current !== undefined) return ofProfile(profiles.current, profiles);
  const hasQueue = Object.keys(environment).some((name) => name.startsWith('ServiceBusConnection'));
  return hasQueue ? { kind: 'direct' } : { kind: 'none', problem: NONE };
}

const NONE =
  'No app is chosen. Name it once: session-revoker use NAME --url ADDRESS --audience AUDIENCE (its API_AUDIENCE). Or pass --direct, with the settings of the app. In a clone, npm start runs one.';

function ofProfile(name: string, { profiles }: Profiles): Way {
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile) return { kind: 'api', name, profile };
  const names = Object.keys(profiles);
  const known = names.length === 0 ? 'there is none yet' : `there are ${names.join(', ')}`;
  return { kind: 'none', problem: `No profile has the name ${name}: ${known}. Add it: session-revoker use.` };
}

function ofEnvironment(
  address: string,
  { SESSION_REVOKER_AUDIENCE: audience = '', SESSION_REVOKER_TOKEN: token = '' }: Environment,
): Way {
  const url = appOrigin(address);
  if (url === undefined)
    return {
      kind: 'none',
      problem: 'SESSION_REVOKER_URL is not the address of an app: it begins with https://.',
    };
  if (audience === '' && token === '')
    return {
      kind: 'none',
      problem: 'SESSION_REVOKER_AUDIENCE is missing: set it to API_AUDIENCE of the app.',
    };
  if (audience !== '' && !isAudience(audience))
    return {
      kind: 'none',
      problem: 'SESSION_REVOKER_AUDIENCE is not API_AUDIENCE of an app, which is a GUID. Correct it.',
    };
  return { kind: 'api', name: 'environment', profile: { url, audience }, ...(token !== '' && { token }) };
}
