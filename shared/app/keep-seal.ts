import type { Signer } from '../ports/signer';
import type { ClosedTip, Sealing, Tip } from './seal-tip';
import { appendLink, readTip, stepToOpen, tipOf } from './seal-tip';

/** What was done: the segments that were closed or opened, and those whose heads were signed. */
export interface KeptSeal {
  readonly opened: readonly string[];
  readonly signed: readonly string[];
}

export interface SealKeeping extends Sealing {
  /** Absent: heads are not signed. */
  readonly signer?: Signer;
}

/** So many segments are looked at for a signature that is missing, from the last one back. */
const MAX_LOOKED_AT = 40;
/** A step that another writer has made meanwhile is made by the next run. */
const MAX_STEPS = 4;

/**
 * Closes the segment of a day that is over and opens that of today, so that each day has one, and signs the heads that are not signed yet.
 *
 * @throws SealUnavailable when the store or the key cannot be reached: the next run does what is left
 */
export async function keepSeal(keeping: SealKeeping): Promise<KeptSeal> {
  const opened = await openToday(keeping);
  const signed = keeping.signer ? await signHeads(keeping, keeping.signer) : [];
  return { opened, signed };
}

async function openToday(sealing: Sealing): Promise<readonly string[]> {
  const opened: string[] = [];
  let tip: Tip | undefined = await readTip(sealing.store);
  for (let steps = 0; tip && steps < MAX_STEPS; steps++) {
    const next: Tip | undefined = await stepToOpen(sealing, tip);
    if (next === tip) break;
    if (next?.kind === 'open') opened.push(next.segment);
    tip = next;
  }
  return opened;
}

async function signHeads({ store }: Sealing, signer: Signer): Promise<readonly string[]> {
  const unsigned: ClosedTip[] = [];
  const segments = await store.segments();
  for (const segment of segments.slice(-MAX_LOOKED_AT).toReversed()) {
    const tip = await tipOf(store, segment);
    if (tip.kind !== 'closed') continue;
    // What is before a signed head, or before the first one that was to be signed, is not looked at.
    if (tip.isSigned || tip.keyId === undefined) break;
    unsigned.push(tip);
  }
  const signed: string[] = [];
  for (const tip of unsigned.toReversed()) {
    if (await sign(store, tip, signer)) signed.push(tip.segment);
  }
  return signed;
}

async function sign(store: Sealing['store'], tip: ClosedTip, signer: Signer): Promise<boolean> {
  const { keyId, value } = await signer.sign(tip.head);
  const link = { kind: 'signature', head: tip.head, keyId, algorithm: 'ES256', value } as const;
  return (await appendLink(store, tip, link)) !== undefined;
}
