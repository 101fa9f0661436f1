import { randomUUID } from 'node:crypto';
import { generate } from 'selfsigned';

/** A certificate and its key in PEM. The certificate is its own authority. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Creates a certificate for the loopback. Each start creates a new one, so that no key is stored. */
export async function loopbackCertificate(): Promise<Certificate> {
  // A unique name: of two trusted authorities with the same name, the wrong one may be tried.
  const { private: key, cert } = await generate([{ name: 'commonName', value: `loopback ${randomUUID()}` }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key, cert };
}
