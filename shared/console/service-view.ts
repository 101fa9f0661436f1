import { failedView } from './failed-view';
import type { State } from './state';
import type { Strings } from './strings';
import { stringsOf } from './strings';
import type { View } from './view';
import { el } from './view';

/** The state of the service, by its checks; those that do not pass come first. */
export function serviceView({ service, language }: State): View {
  const strings = stringsOf(language);
  switch (service.kind) {
    case 'loading':
      return el('p', { class: 'quiet' }, strings.loading);
    case 'failed':
      return failedView(language, service.failure);
    case 'loaded': {
      const { status, checks } = service.value;
      const sorted = checks.toSorted((one, other) => rank(one.status) - rank(other.status));
      return el(
        'section',
        { 'aria-labelledby': 'state' },
        el('h2', { id: 'state', class: status }, status === 'healthy' ? strings.healthy : strings.unhealthy),
        el(
          'ul',
          { class: 'checks' },
          ...sorted.map((check) =>
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
          ),
        ),
      );
    }
  }
}

function rank(status: string): number {
  return status === 'failed' ? 0 : status === 'ok' ? 2 : 1;
}

function checkName(strings: Strings, status: string): string {
  if (status === 'ok') return strings.checkOk;
  return status === 'failed' ? strings.checkFailed : strings.checkWarning;
}
