import { MAX_REASON_LENGTH } from '../core/switch-change';
import type { ElementView } from './view';
import { el, labelled } from './view';

/** A field for a reason, without which a form is not sent. */
export function reasonField(id: string, label: string): ElementView {
  const maxlength = String(MAX_REASON_LENGTH);
  return labelled(
    label,
    id,
    el('input', { id, name: 'reason', required: '', maxlength, autocomplete: 'off' }),
  );
}
