import { createECDH } from 'node:crypto';
import { signDigest } from '../../local/key-vault/sign-digest';
import type { Signer } from '../../shared/ports/signer';

const COORDINATE_BYTES = 32;

/** The twin of the key that signs heads, and its public part as a file of a JSON Web Key. */
export function inMemorySigner(
  keyId = 'https://vault.example/keys/seal',
): Signer & { readonly file: Uint8Array } {
  const key = createECDH('prime256v1');
  const point = key.generateKeys().subarray(1);
  const [x, y] = [point.subarray(0, COORDINATE_BYTES), point.subarray(COORDINATE_BYTES)].map((one) =>
    one.toString('base64url'),
  );
  return {
    keyId,
    file: Buffer.from(JSON.stringify({ kty: 'EC', crv: 'P-256', x, y })),
    sign: (digest) => {
      const value = Buffer.from(signDigest(Buffer.from(digest, 'hex'), key.getPrivateKey()));
      return Promise.resolve({ keyId: `${keyId}/1`, value: value.toString('base64url') });
    },
  };
}
