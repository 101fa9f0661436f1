import { createServer } from 'node:https';
import type { CryptoKey, JWK } from 'jose';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { listen } from './listen';
import type { Certificate } from './tenant/certificate';

/** A transmitter of Shared Signals: it signs security event tokens, and publishes its keys over TLS. */
export interface Transmitter {
  readonly issuer: string;
  readonly jwksUri: string;
  /** How often the keys were requested. */
  readonly fetched: () => number;
  /** Creates a new key; the old one is no longer published. */
  rotate(): Promise<void>;
  /** Sets whether requests for the keys fail. */
  fail(failing: boolean): void;
  /** Answers requests for the keys with this text; undefined: with the keys. */
  publish(text: string | undefined): void;
  sign(claims: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, string>>): Promise<string>;
  stop(): Promise<void>;
}

const ALGORITHM = 'ES256';

export async function startTransmitter(certificate: Certificate): Promise<Transmitter> {
  let current = await newKey(1);
  let made = 1;
  let fetched = 0;
  let failing = false;
  let published: string | undefined;
  const server = createServer(certificate, (message, response) => {
    fetched++;
    message.resume();
    if (failing) return void response.writeHead(500).end();
    response.writeHead(200, { 'content-type': 'application/jwk-set+json' });
    response.end(published ?? JSON.stringify({ keys: [current.jwk] }));
  });
  const { port, stop } = await listen(server);
  const issuer = `https://localhost:${String(port)}`;
  return {
    issuer,
    jwksUri: `${issuer}/jwks.json`,
    fetched: () => fetched,
    rotate: async () => {
      current = await newKey(++made);
    },
    fail: (now) => (failing = now),
    publish: (text) => (published = text),
    sign: (claims, header = {}) =>
      new SignJWT({ iss: issuer, iat: Math.floor(Date.now() / 1000), ...claims })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'secevent+jwt', kid: current.kid, ...header })
        .sign(current.privateKey),
    stop,
  };
}

async function newKey(
  number: number,
): Promise<{ readonly kid: string; readonly privateKey: CryptoKey; readonly jwk: JWK }> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  const kid = `key-${String(number)}`;
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: ALGORITHM, use: 'sig' } };
}
