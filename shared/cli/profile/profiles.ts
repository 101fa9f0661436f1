import * as z from 'zod';
import { GUID } from '../../core/guid';

/** Where an app is, and how people sign in for it. It has no secret. */
const profile = z.strictObject({
  url: z
    .string()
    .refine((url) => appOrigin(url) === url)
    .describe('The origin of the app'),
  audience: z.string().refine(isAudience).describe('API_AUDIENCE of the app'),
  tenant: z
    .string()
    .refine(isTenant)
    .optional()
    .describe('Where people sign in; absent: where they are signed in'),
});
export type Profile = z.infer<typeof profile>;

const profiles = z.strictObject({
  current: z.string().optional(),
  profiles: z.record(z.string(), profile),
});
export type Profiles = z.infer<typeof profiles>;

export const NO_PROFILES: Profiles = { profiles: {} };

/** The profiles of a file. Throws when it is none. */
export function readProfiles(text: string): Profiles {
  return profiles.parse(JSON.parse(text));
}

/** The profiles with one more, or another one of that name, which is used from now on. */
export function withProfile(all: Profiles, name: string, added: Profile): Profiles {
  return { current: name, profiles: { ...all.profiles, [name]: added } };
}

/** Whether a text can be API_AUDIENCE of an app. Tokens of anything else are none that an app accepts, and go to none. */
export function isAudience(text: string): boolean {
  return GUID.test(text);
}

/** Whether a text can be the id or a domain of a tenant. People paste commands that name it. */
export function isTenant(text: string): boolean {
  return /^[\da-z][\da-z.-]*$/i.test(text);
}

/** The origin that an address names; undefined: it is none to which a token may be sent. */
export function appOrigin(address: string): string | undefined {
  const url = URL.parse(/^\w+:\/\//.test(address) ? address : `https://${address}`);
  if (!url || url.username !== '' || url.password !== '') return undefined;
  const isOnThisMachine = url.protocol === 'http:' && LOOPBACK.test(url.hostname);
  return url.protocol === 'https:' || isOnThisMachine ? url.origin : undefined;
}

/** An address of this machine: nobody listens on the way there. */
const LOOPBACK = /^(?:127(?:\.\d+){3}|\[::1\])$/;
