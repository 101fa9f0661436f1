import { randomUUID } from 'node:crypto';
import { generate } from 'selfsigned';

/** PEM. The certificate is its own authority. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for the loopback, made afresh at every start so that no key lies about. */
export async function loopbackCertificate(): Promise<Certificate> {
  // A name of its own: of two trusted authorities with one name, the wrong one may be tried.
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
