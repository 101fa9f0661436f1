/** Thrown where the store of the seal, or the key that signs it, cannot be reached or denies access. A retry is safe. */
export class SealUnavailable extends Error {
  override readonly name = 'SealUnavailable';

  constructor(what: 'store' | 'key', cause: unknown) {
    super(
      what === 'store' ? 'Cannot reach the store of the seal.' : 'Cannot reach the key that signs the seal.',
      {
        cause,
      },
    );
  }
}
