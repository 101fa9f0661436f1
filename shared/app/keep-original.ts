import { reasonToKeep } from '../core/reason-to-keep';
import type { Published } from './answer';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';
import { originalOf } from './incoming-message';

/** Keeps the original of a message in quarantine if an outcome says that it was not carried out. */
export async function keepIfNotDone(
  { quarantine }: Pick<Dependencies, 'quarantine'>,
  message: IncomingMessage,
  published: readonly Published[],
): Promise<void> {
  const replayable = published.filter(({ needsNoOriginal }) => !needsNoOriginal);
  const reason = reasonToKeep(replayable.map(({ outcome }) => outcome));
  if (reason) await quarantine.keep(originalOf(message), reason);
}
