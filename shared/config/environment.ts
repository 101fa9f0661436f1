import type { Read } from './read';
import { valid } from './read';

/** The app's settings, as the process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings whose empty value says that the environment does without an entity. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['INTAKE_QUEUE', 'WAITS_QUEUE', 'URGENT_QUEUE']);

/** Any other blank app setting counts as absent. */
export function withoutBlanks(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      MAY_BE_EMPTY.has(name) || value?.trim() ? [[name, MAY_BE_EMPTY.has(name) ? value?.trim() : value]] : [],
    ),
  );
}

/** A connection is set in one of two forms: a connection string, or an address that is used with an identity. */
export function oneOf(
  settings: Environment,
  byString: string,
  byIdentity: string,
): Read<{ readonly form: 'string' | 'identity'; readonly value: string }> {
  const [text, address] = [settings[byString], settings[byIdentity]];
  if (text !== undefined && address !== undefined) {
    return {
      kind: 'invalid',
      problems: [`${byString}: is set together with ${byIdentity}: set only one of them`],
    };
  }
  if (text !== undefined) return valid({ form: 'string', value: text });
  if (address !== undefined) return valid({ form: 'identity', value: address });
  return { kind: 'invalid', problems: [`${byString}: is required, or ${byIdentity}`] };
}
