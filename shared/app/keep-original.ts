import { messageKey } from '../core/ids';
import { claimOf, namespaceOf } from '../core/received-by';
import { reasonToKeep } from '../core/reason-to-keep';
import type { Published } from './answer';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';
import { originalOf } from './incoming-message';
import { originalsKeptForMs } from './kept-time';

/** Keeps the original of a message in quarantine if an outcome says that it was not carried out. */
export async function keepIfNotDone(
  dependencies: Pick<Dependencies, 'quarantine' | 'ledger' | 'clock' | 'policy'>,
  message: IncomingMessage,
  published: readonly Published[],
): Promise<void> {
  const replayable = published.filter(({ needsNoOriginal }) => !needsNoOriginal);
  const reason = reasonToKeep(replayable.map(({ outcome }) => outcome));
  if (!reason) return;
  await recordSender(dependencies, message);
  await dependencies.quarantine.keep(originalOf(message), reason);
}

/** A replay then has the sender of its original, no matter who brings it. A direct sender needs no record. */
async function recordSender(
  { ledger, clock, policy }: Pick<Dependencies, 'ledger' | 'clock' | 'policy'>,
  { body, history: { origin, receivedBy } }: IncomingMessage,
): Promise<void> {
  if (receivedBy === undefined || namespaceOf(receivedBy) === undefined || claimOf(receivedBy)) return;
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + originalsKeptForMs(policy));
  await ledger.senders.record(messageKey(body, { origin, receivedBy }), receivedBy, { now, expiresAt });
}
