import { createECDH } from 'node:crypto';

/** The order of the curve P-256 (FIPS 186-5). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const BYTES = 32;

/**
 * Signs a digest by ES256, as a key vault does: `node:crypto` signs only what it has hashed itself.
 *
 * @param privateKey the number of the key
 * @returns the two numbers of the signature
 */
export function signDigest(digest: Uint8Array, privateKey: Uint8Array): Uint8Array {
  const once = createECDH('prime256v1');
  const point = once.generateKeys();
  const r = numberOf(point.subarray(1, 1 + BYTES)) % ORDER;
  const s = (inverse(numberOf(once.getPrivateKey())) * (numberOf(digest) + r * numberOf(privateKey))) % ORDER;
  return Buffer.concat([bytesOf(r), bytesOf(s)]);
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function bytesOf(number: bigint): Uint8Array {
  return Buffer.from(number.toString(16).padStart(BYTES * 2, '0'), 'hex');
}

/** By Fermat: the order is a prime. */
function inverse(number: bigint): bigint {
  let result = 1n;
  for (let [base, exponent] = [number % ORDER, ORDER - 2n]; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % ORDER;
    base = (base * base) % ORDER;
  }
  return result;
}
