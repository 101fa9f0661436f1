import { writeDetail } from '../core/detail';
import { sentenceOf } from '../core/emergency-switch';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import type { SwitchRow, SwitchStore } from '../ports/switch-store';
import { Unavailable } from '../ports/unavailable';

/** Checks that the emergency switch can be read, and warns while all revocations are stopped. */
export function switchCheck(store: Pick<SwitchStore, 'read'>): HealthCheck {
  const run = async (): Promise<CheckResult> => {
    try {
      return resultOf(await store.read());
    } catch (failure) {
      if (!(failure instanceof Unavailable)) throw failure;
      return {
        status: 'failed',
        detail: 'The emergency switch cannot be read: after a minute requests wait until it can.',
        remedy:
          'Run azd provision if the table RevocationSwitch is missing, and assign the role Storage Table Data Reader on it to the identity.',
      };
    }
  };
  return { name: 'emergency switch', run };
}

function resultOf(row: SwitchRow): CheckResult {
  switch (row.kind) {
    case 'unset':
      return { status: 'ok', detail: 'It stops nothing, and was never used.' };
    case 'malformed':
      return {
        status: 'failed',
        detail: 'The row of the emergency switch says neither stopped nor running: requests wait.',
        remedy: 'Set it again: session-revoker stop, then session-revoker resume when revocations may go on.',
      };
    case 'set': {
      const detail = writeDetail(sentenceOf(row.change));
      return row.change.state === 'running'
        ? { status: 'ok', detail }
        : { status: 'warning', detail, remedy: 'When revocations may go on: session-revoker resume.' };
    }
  }
}
