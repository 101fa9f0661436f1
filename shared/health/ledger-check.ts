import type { HealthCheck } from '../ports/health-check';
import type { Ledger } from '../ports/ledger';
import type { Clock } from '../ports/ports';
import { Unavailable } from '../ports/ports';

const KEPT_MS = 60_000;

/** Whether the ledger can be written and read: an entry that is of nobody, and soon forgotten. */
export function ledgerCheck({ requests }: Pick<Ledger, 'requests'>, clock: Clock): HealthCheck {
  return {
    name: 'ledger',
    async run() {
      const now = clock.now();
      try {
        await requests.enter('health-check', 'health-check', {
          now,
          expiresAt: new Date(now.getTime() + KEPT_MS),
        });
        return { status: 'ok', detail: 'It can be written and read.' };
      } catch (failure) {
        if (!(failure instanceof Unavailable)) throw failure;
        return {
          status: 'failed',
          detail: 'Table storage cannot be reached, or does not let the identity in.',
          remedy:
            'Check LEDGER_STORAGE or LEDGER_STORAGE__tableServiceUri, and give the identity the role Storage Table Data Contributor.',
        };
      }
    },
  };
}
