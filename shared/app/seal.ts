import type { BatchLink } from '../core/seal/link';
import { sha256 } from '../core/sha256';
import { idOfSealable } from '../messages/seal/sealable-event';
import { SealUnavailable } from '../ports/seal-unavailable';
import type { OpenTip, Sealing, Tip } from './seal-tip';
import { appendLink, readTip, stepToOpen } from './seal-tip';

/** What became of a message of the topic. */
export type Sealed =
  | {
      readonly kind: 'sealed';
      readonly eventId: string;
      /** Where it is. */
      readonly segment: string;
      readonly batch: number;
      /** Of the link of the batch. */
      readonly digest: string;
    }
  /** The store did not take it: it must be delivered again. */
  | { readonly kind: 'failed'; readonly eventId: string; readonly reason: string }
  /** It is not an event that can be a line of a segment. */
  | { readonly kind: 'unreadable' };

/** Seals an event of the topic, as it was published. */
export type SealOutcome = (body: Uint8Array) => Promise<Sealed>;

/** Above this, in bytes, an event waits for the next batch; one alone may be larger. */
const MAX_BATCH_BYTES = 1024 * 1024;
const MAX_BATCH_EVENTS = 256;
/** So often a batch is tried while other writers are faster. */
const MAX_TRIES = 40;
const MAX_JITTER_MS = 400;

interface Waiting {
  readonly eventId: string;
  readonly body: Uint8Array;
  readonly done: (sealed: Sealed) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Seals events, at least once each: those that come while a batch is written are the next one, so that nobody waits for others to come.
 * All processes write one chain; where another was faster, the batch is linked to what that one has written.
 */
export function sealer(sealing: Sealing): SealOutcome {
  const waiting: Waiting[] = [];
  let tip: Tip | undefined;
  let isWriting = false;
  const writeAll = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = takeBatch(waiting);
      try {
        const written = await writeBatch(sealing, tip, batch);
        tip = written.tip;
        for (const one of batch) one.done(written.sealed(one.eventId));
      } catch (error) {
        tip = undefined;
        for (const one of batch) one.failed(error);
      }
    }
    isWriting = false;
  };
  return (body) => {
    const eventId = idOfSealable(body);
    if (eventId === undefined) return Promise.resolve({ kind: 'unreadable' });
    const sealed = new Promise<Sealed>((done, failed) => {
      waiting.push({ eventId, body, done, failed });
    });
    if (!isWriting) void writeAll();
    return sealed.catch((error: unknown) => {
      if (!(error instanceof SealUnavailable)) throw error;
      return { kind: 'failed', eventId, reason: error.message };
    });
  };
}

function takeBatch(waiting: Waiting[]): readonly Waiting[] {
  let bytes = 0;
  const tooLarge = waiting.findIndex(({ body }, n) => {
    bytes += body.length;
    return n > 0 && bytes > MAX_BATCH_BYTES;
  });
  return waiting.splice(0, Math.min(tooLarge < 0 ? waiting.length : tooLarge, MAX_BATCH_EVENTS));
}

interface Written {
  readonly tip: Tip | undefined;
  readonly sealed: (eventId: string) => Sealed;
}

async function writeBatch(
  sealing: Sealing,
  known: Tip | undefined,
  batch: readonly Waiting[],
): Promise<Written> {
  let tip = known;
  for (let tries = 0; tries < MAX_TRIES;) {
    tip ??= await readTip(sealing.store);
    const next = await stepToOpen(sealing, tip);
    if (next?.kind === 'open' && next === tip) {
      const written = await appendBatch(sealing, next, batch);
      if (written) return written;
    } else if (next) {
      tip = next;
      continue;
    }
    tip = undefined;
    tries++;
    await sealing.clock.sleep(sealing.random() * Math.min(2 ** tries, MAX_JITTER_MS));
  }
  const reason = 'Other processes were faster each time.';
  return { tip, sealed: (eventId) => ({ kind: 'failed', eventId, reason }) };
}

/** Undefined: another writer was faster. */
async function appendBatch(
  { store, clock }: Sealing,
  tip: OpenTip,
  batch: readonly Waiting[],
): Promise<Written | undefined> {
  const { segment } = tip;
  const number = tip.batches + 1;
  const total = tip.total + batch.length;
  const link: BatchLink = {
    kind: 'batch',
    number,
    at: clock.now().toISOString(),
    previous: tip.digest,
    events: batch.map(({ body }) => sha256(body)),
    total,
  };
  const bodies = batch.map(({ body }) => body);
  const appended = await appendLink(store, tip, link, bodies);
  if (!appended) return undefined;
  const { digest } = appended;
  return {
    tip: { ...tip, ...appended, batches: number, total },
    sealed: (eventId) => ({ kind: 'sealed', eventId, segment, batch: number, digest }),
  };
}
