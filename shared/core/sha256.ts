import { hash } from 'node:crypto';

/** The SHA-256 of bytes, or of text as UTF-8, in hexadecimal digits. */
export function sha256(content: Uint8Array | string): string {
  return hash('sha256', content, 'hex');
}
