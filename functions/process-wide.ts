import { randomUUID } from 'node:crypto';
import { brokerTime } from '../shared/app/broker-time';
import type { Dependencies } from '../shared/app/dependencies';
import { inTurn } from '../shared/app/in-turn';
import { permits } from '../shared/app/permits';
import { urgentShares } from '../shared/app/urgent-shares';
import type { LedgerConfig } from '../shared/config/config';
import type { Clock } from '../shared/ports/clock';

/**
 * What all messages of a process share, whatever their tenant is.
 *
 * @param serverTime what the clock of the ledger's store has shown last
 */
export function processWide(
  store: LedgerConfig,
  clock: Clock,
  serverTime: () => Date | undefined,
): Pick<Dependencies, 'random' | 'newId' | 'readInTurn' | 'permits' | 'brokerTime' | 'urgentShares'> {
  // The ledger in memory has the clock of this machine.
  const storeTime = store.kind === 'memory' ? () => clock.now() : serverTime;
  return {
    random: Math.random,
    newId: randomUUID,
    readInTurn: inTurn(),
    permits: permits(),
    urgentShares: urgentShares(clock),
    brokerTime: brokerTime(clock, storeTime),
  };
}
