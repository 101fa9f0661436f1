import type { KeyObject } from 'node:crypto';
import { createPublicKey, verify } from 'node:crypto';
import * as z from 'zod';
import type { IsSignature } from '../../core/seal/check-segment';

const jwk = z.object({ kty: z.string() }).loose();
const written = z.union([
  z.object({ keys: z.array(jwk).min(1) }).transform(({ keys }) => keys),
  // As `az keyvault key show` prints it.
  z.object({ key: jwk }).transform(({ key }) => [key]),
  jwk.transform((key) => [key]),
]);
const PEM_BLOCK = /-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/g;

/**
 * The keys of a file: PEM, as `az keyvault key download` writes it, or a JSON Web Key or a set of them (RFC 7517). A signature is valid if it is
 * of one of them: after a key has a new version, the file has both.
 *
 * @throws Error where the file has none, or one that is not on the curve P-256
 */
export function publicKeys(file: Uint8Array): IsSignature {
  const text = new TextDecoder().decode(file);
  const blocks = text.match(PEM_BLOCK);
  const keys = blocks ? blocks.map((block) => createPublicKey(block)) : keysOfJson(text);
  for (const { asymmetricKeyDetails } of keys)
    if (asymmetricKeyDetails?.namedCurve !== 'prime256v1')
      throw new Error('A key is not on the curve P-256, which ES256 needs.');
  return (signed, { value }) => {
    const signature = new Uint8Array(Buffer.from(value, 'base64url'));
    return keys.some((key) => verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature));
  };
}

function keysOfJson(text: string): readonly KeyObject[] {
  const read = written.safeParse(parsed(text));
  if (!read.success) throw new Error('The file has no key: give PEM, or a JSON Web Key or a set of them.');
  return read.data.map((key) => createPublicKey({ key, format: 'jwk' }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
