import type { TokenLife } from './token-life';

/** A token lifetime policy of the tenant: its definitions as JSON text, as Microsoft Graph returns them. */
export interface TokenLifetimePolicy {
  readonly definition: readonly string[];
}

/** `d.hh:mm:ss` or `hh:mm:ss`, also with a fraction of a second. */
const LIFE = /^(?:(\d{1,2})\.)?([01]?\d|2[0-3]):([0-5]\d):([0-5]\d(?:\.\d{1,7})?)$/;

/**
 * The longest life of an access token that policies state ("Configurable token lifetimes"). Any of them can apply to a
 * user: as the default of the organization, or for an app that the user signs in to. A definition that cannot be read
 * makes it unknown; one that states no life of access tokens changes nothing.
 */
export function longestTokenLife(policies: readonly TokenLifetimePolicy[]): TokenLife {
  const stated = policies.flatMap(({ definition }) =>
    definition.length === 0 ? [undefined] : definition.map(statedLivesMs),
  );
  const lives = stated.flatMap((one) => one ?? []);
  const longestMs = lives.length === 0 ? undefined : Math.max(...lives);
  return stated.includes(undefined)
    ? { kind: 'unknown', reason: 'notUnderstood', longestMs }
    : { kind: 'known', longestMs };
}

/** The lives of access tokens that a definition states, in ms; undefined when it cannot be read. */
function statedLivesMs(text: string): readonly number[] | undefined {
  const policies = valuesOf(parsed(text), 'TokenLifetimePolicy');
  if (policies.length === 0 || policies.some((policy) => !isVersionOne(policy))) return undefined;
  const stated = policies.flatMap((policy) => valuesOf(policy, 'AccessTokenLifetime'));
  const lives = stated.flatMap((life) => lifeMs(life) ?? []);
  return lives.length === stated.length ? lives : undefined;
}

function isVersionOne(policy: unknown): boolean {
  return isObject(policy) && valuesOf(policy, 'Version').every((version) => version === 1);
}

function lifeMs(written: unknown): number | undefined {
  const parts = typeof written === 'string' ? LIFE.exec(written) : null;
  if (!parts) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part || 0));
  return Math.ceil((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
}

/** The values of a name, compared without regard to case. */
function valuesOf(object: unknown, name: string): readonly unknown[] {
  if (!isObject(object)) return [];
  const wanted = name.toLowerCase();
  return Object.entries<unknown>(object).flatMap(([key, value]) =>
    key.toLowerCase() === wanted ? [value] : [],
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
