import type { SwitchChangeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { SwitchChange, SwitchState } from '../../shared/core/switch-change';

/** A change of the emergency switch, made two minutes ago. */
export function aChange(state: SwitchState, changes: Partial<SwitchChange> = {}): SwitchChange {
  return {
    id: storedId<SwitchChangeId>('change-1'),
    state,
    by: 'lead@contoso.com',
    reason: 'Drill',
    at: '2026-11-23T09:58:00.000Z',
    ...changes,
  };
}
