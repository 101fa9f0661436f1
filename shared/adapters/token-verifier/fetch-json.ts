const TIMEOUT_MS = 5_000;

/** The issuer's server did not answer, or answered that it cannot now. */
export class KeySetUnreachable extends Error {
  override readonly name = 'KeySetUnreachable';
}

/** Statuses that pass by themselves (RFC 9110, sections 15.5.9 and 15.6; RFC 6585, section 4). */
function isTransient(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/**
 * Fetches a document that an issuer publishes.
 *
 * @throws KeySetUnreachable when it may be available later; any other error when the answer is not JSON
 */
export async function fetchJson(url: string): Promise<unknown> {
  const { status, text } = await get(url);
  if (isTransient(status)) throw new KeySetUnreachable('The server of the key set cannot answer now.');
  if (status !== 200) throw new Error(`The server of the key set answered ${String(status)}.`);
  return JSON.parse(text);
}

/** The text is read here, so that a connection that breaks is not a malformed key set. */
async function get(url: string): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const headers = { accept: 'application/json, application/jwk-set+json' };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { headers, signal, redirect: 'manual' });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    throw new KeySetUnreachable('The key set cannot be fetched.', { cause });
  }
}
