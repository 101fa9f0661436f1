import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createPublicKey } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { TokenCredential } from '@azure/core-auth';
import { keyVaultSigner } from '../../shared/adapters/seals/key-vault-signer';
import { publicKeys } from '../../shared/adapters/seals/public-keys';
import type { SignatureLink } from '../../shared/core/seal/link';
import { sha256 } from '../../shared/core/sha256';
import { SealUnavailable } from '../../shared/ports/seal-unavailable';
import type { Signer } from '../../shared/ports/signer';
import type { LocalKeyVault } from '../../local/key-vault/key-vault';
import { startKeyVault } from '../../local/key-vault/key-vault';
import { loopbackCertificate } from '../../local/tenant/certificate';
import { Tokens } from '../../local/tenant/tokens';
import { inMemorySigner } from '../twins/in-memory-signer';

const AUDIENCE = 'https://vault.azure.net';
const tokens = new Tokens();
let vault: LocalKeyVault;
beforeAll(async () => {
  const certificate = await loopbackCertificate();
  setDefaultCACertificates([...getCACertificates('default'), certificate.cert]);
  vault = await startKeyVault({ certificate, tokens });
});
afterAll(() => vault.stop());
beforeEach(() => vault.answerAll(undefined));

const credential = (resource = AUDIENCE): TokenCredential => ({
  getToken: (scopes) => {
    expect([scopes].flat()).toEqual([`${AUDIENCE}/.default`]);
    const { token, expiresAt } = tokens.acquire(resource, undefined);
    return Promise.resolve({ token, expiresOnTimestamp: expiresAt });
  },
});
const real = (resource?: string): Signer =>
  keyVaultSigner({ keyId: vault.keyId, audience: AUDIENCE }, credential(resource));
const signed = Buffer.from('the bytes of a link');
const linkOf = async (signer: Signer): Promise<SignatureLink> => {
  const head = sha256(signed);
  return { kind: 'signature', head, algorithm: 'ES256', ...(await signer.sign(head)) };
};

const twin = inMemorySigner();
const sides: readonly (readonly [string, () => Signer, () => Uint8Array])[] = [
  ['the in-memory twin', () => twin, () => twin.file],
  ['a key vault', () => real(), () => vault.publicKey],
];

describe.each(sides)('%s: the key that signs the seal', (_name, signer, file) => {
  it('signs a digest, so that its public part verifies what the digest is of, and nothing else', async () => {
    const link = await linkOf(signer());
    const isSignature = publicKeys(file());
    expect(isSignature(signed, link)).toBe(true);
    expect(isSignature(Buffer.from('other bytes'), link)).toBe(false);
    expect(isSignature(signed, { ...link, value: 'AAAA' })).toBe(false);
    expect(publicKeys(inMemorySigner().file)(signed, link)).toBe(false);
  });
  it('names the version of the key that signed', async () => {
    const { keyId } = await linkOf(signer());
    expect(keyId).toBe(`${signer().keyId}/1`);
  });
});

describe('a key vault', () => {
  it.each([403, 404])('is unavailable when it answers %s', async (status) => {
    vault.answerAll(status);
    await expect(linkOf(real())).rejects.toBeInstanceOf(SealUnavailable);
  });
  it('takes no token for something else', async () => {
    await expect(linkOf(real('https://graph.microsoft.com'))).rejects.toThrow(
      'Cannot reach the key that signs the seal.',
    );
  });
});

describe('public keys', () => {
  it('are read as PEM, as one key and as a set, of which one has signed', async () => {
    const link = await linkOf(twin);
    const jwk = JSON.parse(Buffer.from(twin.file).toString()) as Record<string, string>;
    const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const other = JSON.parse(Buffer.from(inMemorySigner().file).toString()) as unknown;
    for (const file of [String(pem), `${String(pem)}${String(pem)}`, JSON.stringify({ keys: [other, jwk] })])
      expect(publicKeys(Buffer.from(file))(signed, link)).toBe(true);
  });
  it.each(['', '{}', 'no key', '{"keys":[]}'])('are not read from %j', (text) => {
    expect(() => publicKeys(Buffer.from(text))).toThrow('The file has no key');
  });
});
