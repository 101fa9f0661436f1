import { isRestError } from '@azure/core-rest-pipeline';
import { Unavailable } from '../../ports/unavailable';

/** One operation may take so long, in ms, its retries included. */
const OPERATION_MS = 15_000;

/** What table storage says of a conditional write that did not apply ("Table Storage error codes"). */
export type Refusal = 'exists' | 'changed' | 'missing' | 'noTable';

/** The answer of an operation, or why its condition was not met. */
export type TableAnswer<T> =
  { readonly kind: 'done'; readonly value: T } | { readonly kind: 'refused'; readonly why: Refusal };

/**
 * Makes one call of table storage.
 *
 * @throws Unavailable when it could not be reached, hangs, throttles, or lets us in no longer
 */
export async function tableCall<T>(
  call: (options: { readonly abortSignal: AbortSignal }) => Promise<T>,
): Promise<TableAnswer<T>> {
  try {
    return { kind: 'done', value: await call({ abortSignal: AbortSignal.timeout(OPERATION_MS) }) };
  } catch (failure) {
    const why = refusalOf(failure);
    if (why) return { kind: 'refused', why };
    if (passes(failure)) throw new Unavailable('ledger', failure);
    throw failure;
  }
}

function refusalOf(failure: unknown): Refusal | undefined {
  if (!isRestError(failure)) return undefined;
  const { statusCode, details } = failure;
  if (statusCode === 412) return 'changed';
  if (statusCode === 404) return codeOf(details) === 'TableNotFound' ? 'noTable' : 'missing';
  return statusCode === 409 && codeOf(details) === 'EntityAlreadyExists' ? 'exists' : undefined;
}

/** Everything but a request that storage calls wrong: that would be a bug of ours, and waiting would hide it. */
function passes(failure: unknown): boolean {
  return !(isRestError(failure) && failure.statusCode === 400) && !(failure instanceof TypeError);
}

function codeOf(details: unknown): string | undefined {
  if (typeof details !== 'object' || details === null || !('odataError' in details)) return undefined;
  const { odataError } = details;
  if (typeof odataError !== 'object' || odataError === null || !('code' in odataError)) return undefined;
  return typeof odataError.code === 'string' ? odataError.code : undefined;
}
