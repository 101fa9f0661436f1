import type { IsSignature } from '../core/seal/check-segment';
import type { SealReader } from '../ports/seal-store';

/** What the command `verify` reads. */
export interface SealDesk {
  /**
   * The seal of a folder or a file; undefined: that of the app, by the settings of its storage.
   *
   * @throws Error where there is none
   */
  open(path: string | undefined): Promise<SealReader>;
  /** The public keys of a file. @throws Error where it has none */
  publicKeys(file: Uint8Array): Promise<IsSignature>;
  /** A file, in pieces. */
  readonly stream: (file: string) => AsyncIterable<Uint8Array>;
}
