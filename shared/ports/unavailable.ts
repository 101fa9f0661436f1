/**
 * Thrown by a port whose backend cannot be reached or does not accept a call. The work counts as not done: a retry is
 * safe and may succeed.
 */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  readonly what: 'ledger' | 'serviceBus' | 'issuer' | 'originals' | 'switch';

  constructor(what: Unavailable['what'], cause: unknown) {
    super(`Cannot reach the ${BACKENDS[what]}.`, { cause });
    this.what = what;
  }
}

const BACKENDS: Readonly<Record<Unavailable['what'], string>> = {
  ledger: 'ledger',
  serviceBus: 'Service Bus namespace',
  issuer: 'key set of the token issuer',
  originals: 'store of originals',
  switch: 'emergency switch',
};
