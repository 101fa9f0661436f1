import type { HealthItem } from '../api/schemas';
import { failedView } from './failed-view';
import type { State } from './state';
import { statusView } from './status-view';
import type { Strings } from './strings';
import { stringsOf } from './strings';
import type { ElementView, View } from './view';
import { el } from './view';
import { whenLoaded } from './when-loaded';

/** The state of the service: what it does, how far it is from its limits, and its checks. */
export function serviceView(state: State): View {
  const { language, status, service } = state;
  // Both fail for the same reason as a rule; one button is enough to try again.
  if (status.kind === 'failed' && service.kind === 'failed') return failedView(language, status.failure);
  return el(
    'div',
    {},
    whenLoaded(language, status, (value) => statusView(state, value)),
    whenLoaded(language, service, (value) => checksView(stringsOf(language), value)),
  );
}

/** The health checks; those that do not pass come first. */
function checksView(strings: Strings, { status, checks }: HealthItem): ElementView {
  const sorted = checks.toSorted((one, other) => rank(one.status) - rank(other.status));
  const items = sorted.map((check) =>
    el(
      'li',
      { class: check.status },
      el(
        'p',
        { class: 'check' },
        el('span', { class: `badge ${check.status}` }, checkName(strings, check.status)),
        ` ${check.name}`,
      ),
      el('p', { class: 'quiet' }, check.detail),
    ),
  );
  return el(
    'section',
    { 'aria-labelledby': 'checks' },
    el('h2', { id: 'checks', class: status }, status === 'healthy' ? strings.healthy : strings.unhealthy),
    el('ul', { class: 'checks' }, ...items),
  );
}

function rank(status: string): number {
  return status === 'failed' ? 0 : status === 'ok' ? 2 : 1;
}

function checkName(strings: Strings, status: string): string {
  if (status === 'ok') return strings.checkOk;
  return status === 'failed' ? strings.checkFailed : strings.checkWarning;
}
