import { hash } from 'node:crypto';
import type { ReceivedBy } from '../core/received-by';
import { KEY_SENDERS } from '../core/received-by';
import { claimsOf } from '../messages/client-principal';

/** The headers of a request. Names are in lower case. */
type Headers = Readonly<Record<string, string>>;

/** The claims that name the application of a token of Entra ID ("Access token claims reference"; v2.0, and v1.0). */
const APPLICATION_CLAIMS = ['azp', 'appid'];

/**
 * The caller whom the platform has authenticated. With `entraId` it writes the claims of the token into a header, which it
 * removes from incoming requests ("Work with user identities in Azure App Service authentication").
 *
 * @returns undefined when there is none
 */
export function entraCaller(headers: Headers): ReceivedBy | undefined {
  const id = headers['x-ms-client-principal-id'];
  if (!id) return undefined;
  return `entra:${applicationIn(headers['x-ms-client-principal']) ?? id}`;
}

/** The caller where the host demands no key. */
const WITHOUT_KEY: ReceivedBy = `webhook:${KEY_SENDERS}none`;

/**
 * The caller by the key that the host has verified. The host does not pass the key's name to Node.js, so a digest names it.
 * As in the host, the header counts before the query, in which case makes no difference, and the first of several values
 * counts, which the host joins by commas: a caller has one name, whatever is written beside the key.
 *
 * @param query the names and values of the query
 */
export function keyCaller(headers: Headers, query: Iterable<readonly [string, string]>): ReceivedBy {
  const code = [...query].find(([name]) => name.toLowerCase() === 'code')?.[1];
  const key = (headers['x-functions-key'] ?? code)?.split(',', 1)[0]?.trim();
  if (!key) return WITHOUT_KEY;
  return `webhook:${KEY_SENDERS}${hash('sha256', key, 'hex').slice(0, 12)}`;
}

function applicationIn(principal: string | undefined): string | undefined {
  const claims = claimsOf(principal);
  return APPLICATION_CLAIMS.flatMap((name) => claims.filter(({ typ, val }) => typ === name && val !== '')).at(
    0,
  )?.val;
}
