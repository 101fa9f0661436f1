import { storedId } from '../core/ids';
import type { HealthCheck } from '../ports/health-check';
import type { Ledger } from '../ports/ledger';
import type { Clock } from '../ports/clock';
import { Unavailable } from '../ports/unavailable';

const EXPIRES_AFTER_MS = 60_000;

/** Checks that the ledger can be written and read, with an entry that belongs to no request and is soon removed. */
export function ledgerCheck({ requests }: Pick<Ledger, 'requests'>, clock: Clock): HealthCheck {
  return {
    name: 'ledger',
    async run() {
      const now = clock.now();
      try {
        await requests.enter(storedId('health-check'), 'health-check', {
          now,
          expiresAt: new Date(now.getTime() + EXPIRES_AFTER_MS),
        });
        return { status: 'ok', detail: 'It can be written and read.' };
      } catch (failure) {
        if (!(failure instanceof Unavailable)) throw failure;
        return {
          status: 'failed',
          detail: 'Table storage cannot be reached, or the identity has no access.',
          remedy:
            'Check LEDGER_STORAGE or LEDGER_STORAGE__tableServiceUri, and assign the role Storage Table Data Contributor to the identity.',
        };
      }
    },
  };
}
