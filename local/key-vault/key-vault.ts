import { createECDH } from 'node:crypto';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { listen } from '../listen';
import type { Certificate } from '../tenant/certificate';
import type { Tokens } from '../tenant/tokens';
import { signDigest } from './sign-digest';

const AUDIENCE = 'https://vault.azure.net';
const COORDINATE_BYTES = 32;
const DIGEST_BYTES = 32;

const signing = z.strictObject({ alg: z.literal('ES256'), value: z.string() });

/** A key vault with one key on the curve P-256, over TLS. */
export interface LocalKeyVault {
  /** The key, without a version. */
  readonly keyId: string;
  /** Its public part, as `az keyvault key show` prints it. */
  readonly publicKey: Uint8Array;
  /** Answers every call by this status from now on; undefined: no longer. */
  answerAll(status: number | undefined): void;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body?: object;
}

/** Starts the vault. It answers "Get Key" and "Sign" of the REST API, with a token for it. */
export async function startKeyVault({
  certificate,
  tokens,
}: {
  readonly certificate: Certificate;
  readonly tokens: Pick<Tokens, 'judge'>;
}): Promise<LocalKeyVault> {
  const pair = createECDH('prime256v1');
  const point = pair.generateKeys().subarray(1);
  const [x, y] = [point.subarray(0, COORDINATE_BYTES), point.subarray(COORDINATE_BYTES)].map((one) =>
    one.toString('base64url'),
  );
  let everybody: number | undefined;
  const keyId = (): string => `https://localhost:${String(port)}/keys/seal`;
  const key = () => ({ kid: `${keyId()}/1`, kty: 'EC', crv: 'P-256', key_ops: ['sign', 'verify'], x, y });
  const answer = (call: string, authorization: string | undefined, body: string): Answer => {
    if (everybody !== undefined) return { status: everybody };
    if (tokens.judge(authorization, AUDIENCE) !== 'valid') return { status: 401 };
    if (call === 'GET /keys/seal')
      return { status: 200, body: { key: key(), attributes: { enabled: true } } };
    if (call !== 'POST /keys/seal/1/sign') return { status: 404 };
    const asked = signing.safeParse(JSON.parse(body));
    const digest = Buffer.from(asked.data?.value ?? '', 'base64url');
    if (digest.length !== DIGEST_BYTES) return { status: 400 };
    const value = Buffer.from(signDigest(digest, pair.getPrivateKey())).toString('base64url');
    return { status: 200, body: { kid: `${keyId()}/1`, value } };
  };
  const server = createServer(certificate, (request, response) => {
    text(request).then(
      (body) => {
        const { pathname, searchParams } = new URL(request.url ?? '/', 'https://localhost');
        const call = `${String(request.method)} ${pathname}`;
        const { status, body: said } = searchParams.has('api-version')
          ? answer(call, request.headers.authorization, body)
          : { status: 400 };
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said ?? {}));
      },
      () => request.destroy(),
    );
  });
  const { port, stop } = await listen(server);
  return {
    keyId: keyId(),
    publicKey: Buffer.from(JSON.stringify({ key: key() })),
    answerAll: (status) => (everybody = status),
    stop,
  };
}
