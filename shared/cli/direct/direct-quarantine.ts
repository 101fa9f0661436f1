import { replayOriginal } from '../../app/replay-original';
import type { Quarantine } from '../../ports/quarantine';
import type { RequestQueue } from '../../ports/request-queue';
import type { QuarantineService } from '../service';
import { NotOffered } from '../service';
import { keptOf } from './direct-records';

/** The quarantine, and the queue to which its originals are replayed. */
export interface QuarantineDesk {
  readonly quarantine: Quarantine;
  /** The queue to which replays are sent. */
  readonly requestQueue: Pick<RequestQueue, 'schedule'>;
  close(): Promise<void>;
}

/**
 * The quarantine queue itself. A replay sends an original to the request queue again, as a request of its own with outcomes of its own,
 * and then removes it. Repeating it after an interruption starts nothing twice.
 */
export function directQuarantine(connect: () => Promise<QuarantineDesk>, now: () => Date): QuarantineService {
  return {
    async *list() {
      for await (const kept of (await connect()).quarantine.list()) yield keptOf(kept);
    },
    show: async (number) => {
      const kept = await (await connect()).quarantine.find(number);
      return kept && { kept: keptOf(kept), body: kept.original.body };
    },
    replay: async (numbers, refresh, onReplayed) => {
      const { quarantine, requestQueue } = await connect();
      const missing = await quarantine.take(numbers, async (kept) => {
        await replayOriginal(requestQueue, kept, { refresh, now: now() });
        onReplayed(kept.number);
      });
      return missing.map((number) => ({ number, problem: UNAVAILABLE }));
    },
    close: () =>
      Promise.reject(
        new NotOffered('The app closes originals, and records who did it and why: without --direct.'),
      ),
  };
}

const UNAVAILABLE =
  'is not available: it was removed, another operator has locked it, too many lie before it, or its original is missing.';
