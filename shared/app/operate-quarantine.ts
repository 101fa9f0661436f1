import type { ApiAnswer, ApiProblem } from '../api/answer';
import { done, problem } from '../api/answer';
import type { KeptOriginalItem, OriginalItem, SettledItem, Settling } from '../api/operating-schemas';
import type { Caller } from '../core/caller';
import { compact } from '../core/compact';
import type { KeptMessage, Quarantine } from '../ports/quarantine';
import type { RequestQueue } from '../ports/request-queue';
import { TooLarge } from '../ports/too-large';
import { admitOperator } from './admit-operator';
import type { Deciding } from './decide-for-caller';
import type { ListAsked } from './list-page';
import { pageOf } from './list-page';
import { replayOriginal } from './replay-original';

/** The app, its quarantine, and the queue to which originals are replayed. */
export interface Operating extends Deciding {
  readonly quarantine: Quarantine;
  /** The request queue, to which everybody sends: what a replay carries is not believed. */
  readonly replayQueue: Pick<RequestQueue, 'schedule'>;
}

/** Longer bodies, in bytes, are not shown. */
const MAX_SHOWN_BYTES = 1024 * 1024;

/**
 * The originals in quarantine, the oldest first, without their bodies.
 *
 * @throws Unavailable when the quarantine or the store of originals cannot be read
 */
export async function listQuarantine(
  { quarantine }: Pick<Operating, 'quarantine'>,
  { page: { top, after }, linkTo }: ListAsked,
): Promise<ApiAnswer> {
  if (after !== undefined && !isNumber(after)) {
    return problem('invalid', 'The query cannot be read.', {
      issues: [{ path: 'after', message: 'is not part of a nextLink' }],
    });
  }
  // Without their bodies: a page of large ones would fill the memory.
  const found: KeptOriginalItem[] = [];
  for await (const kept of quarantine.list(after)) {
    found.push(keptItem(kept));
    if (found.length > top) break;
  }
  const page = found.slice(0, top);
  const next = found.length > top ? page.at(-1)?.number : undefined;
  return pageOf({}, page, next, linkTo);
}

/**
 * One original with its body.
 *
 * @throws Unavailable when the quarantine or the store of originals cannot be read
 */
export async function readOriginal(
  { quarantine }: Pick<Operating, 'quarantine'>,
  number: string,
): Promise<ApiAnswer> {
  const kept = await findKept(quarantine, number);
  return kept.kind === 'problem' ? kept : done(originalItem(kept.message));
}

/** What a caller wants to become of an original. */
export interface AskedSettling {
  readonly caller: Caller;
  readonly number: string;
  readonly settling: Settling;
}

/**
 * Replays or closes an original in the name of a person. What is done is recorded before the original is removed: if the process dies
 * in between it stays, and a repeated replay starts nothing twice.
 *
 * @throws Unavailable when the quarantine, the queue or the ledger cannot be reached; repeating the call is harmless
 */
export async function settleOriginal(
  operating: Operating,
  { caller, number, settling }: AskedSettling,
): Promise<ApiAnswer> {
  const { app, quarantine } = operating;
  const admitted = await admitOperator(operating, caller, 'refused');
  if (admitted.kind === 'problem') return admitted;
  const kept = await findKept(quarantine, number);
  if (kept.kind === 'problem') return kept;
  const { action } = settling;
  if (action === 'replay' && kept.message.isMissing) {
    return problem('notPossible', 'The original is missing: it can only be closed.');
  }
  const at = app.clock.now();
  const refusal = await carryOut(operating, { caller, number, settling }, at);
  if (refusal) return refusal;
  const { requestId, outcomeId } = kept.message;
  const settled: SettledItem = {
    number,
    action,
    requestId,
    outcomeId,
    by: admitted.by,
    at: at.toISOString(),
  };
  return done(settled);
}

/** Hands the original over, records that, and removes it. Returns what keeps it from being done. */
async function carryOut(
  operating: Operating,
  asked: AskedSettling,
  now: Date,
): Promise<ApiProblem | undefined> {
  const { number, settling } = asked;
  const settle = async (message: KeptMessage): Promise<void> => {
    if (settling.action === 'replay') {
      const { refresh = false } = settling;
      await replayOriginal(operating.replayQueue, message, { refresh, now });
    }
    record(operating, asked, message);
  };
  const also = settling.action === 'close' ? 'missing' : undefined;
  try {
    const left = await operating.quarantine.take([number], settle, also);
    return left.length === 0
      ? undefined
      : problem(
          'notPossible',
          'Another operator has locked or removed it, or too many lie before it: look again.',
        );
  } catch (failure) {
    if (!(failure instanceof TooLarge)) throw failure;
    return problem('notPossible', 'It is too large for the request queue: it can only be closed.');
  }
}

function record(
  { app: { telemetry } }: Operating,
  { caller, number, settling: { action, reason } }: AskedSettling,
  { requestId, outcomeId, original }: KeptMessage,
): void {
  const { objectId: by } = caller;
  const messageKey = original.key;
  telemetry.record(
    compact({
      kind: 'originalSettled' as const,
      action,
      number,
      requestId,
      outcomeId,
      messageKey,
      by,
      reason,
    }),
  );
}

async function findKept(
  quarantine: Pick<Quarantine, 'find'>,
  number: string,
): Promise<{ readonly kind: 'kept'; readonly message: KeptMessage } | ApiProblem> {
  const message = isNumber(number) ? await quarantine.find(number) : undefined;
  return message
    ? { kind: 'kept', message }
    : problem('notFound', 'The quarantine has no original with this number.');
}

/** A sequence number of the broker. */
function isNumber(text: string): boolean {
  return /^\d{1,19}$/.test(text);
}

function keptItem({ original, keptAt, ...kept }: KeptMessage): KeptOriginalItem {
  const { number, status, reason, requestId, outcomeId, isMissing } = kept;
  const { contentType, history, body } = original;
  return compact({
    number,
    keptAt: keptAt.toISOString(),
    status,
    reason,
    requestId,
    outcomeId,
    contentType,
    bytes: body.length,
    firstCame: history.origin.enqueuedAt,
    isMissing,
  });
}

function originalItem(kept: KeptMessage): OriginalItem {
  const { body, history } = kept.original;
  const isShown = body.length <= MAX_SHOWN_BYTES;
  return compact({
    ...keptItem(kept),
    tries: history.attempts + 1,
    text: isShown ? textOf(body) : undefined,
    base64: isShown ? Buffer.from(body).toString('base64') : undefined,
  });
}

/** Undefined where it is not UTF-8. */
function textOf(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}
