import type { SealStore } from '../ports/seal-store';
import { tipOf } from './seal-tip';

/** How far the seal is. */
export interface SealState {
  /** The last segment; absent: nothing was sealed yet. */
  readonly last?: string;
  /** How many events it has. */
  readonly total: number;
  /** The segments whose heads are to be signed and are not, of the last ones. */
  readonly unsigned: readonly string[];
}

/** So many segments are looked at. */
const LOOKED_AT = 3;

/** Reads how far the seal is. @throws SealUnavailable when the store cannot be reached */
export async function sealState(store: SealStore): Promise<SealState> {
  const segments = (await store.segments()).slice(-LOOKED_AT);
  const tips = await Promise.all(segments.map((segment) => tipOf(store, segment)));
  const last = tips.at(-1);
  const unsigned = tips.flatMap((tip) =>
    tip.kind === 'closed' && tip.keyId !== undefined && !tip.isSigned ? [tip.segment] : [],
  );
  if (!last) return { total: 0, unsigned };
  return { last: last.segment, total: last.kind === 'open' ? last.total : 0, unsigned };
}
