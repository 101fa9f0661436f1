import type { StatusItem } from '../api/operating-schemas';
import type { State } from './state';
import type { Language, Strings } from './strings';
import { fill, stringsOf } from './strings';
import { switchView } from './switch-view';
import { tenantNames } from './tenant-choice';
import { timeView, writtenSpan, writtenTime } from './times';
import type { ElementView, View } from './view';
import { el, facts } from './view';

/** What the service does now, and how far it is from its limits. What is not known is said to be so. */
export function statusView(state: State, status: StatusItem): ElementView {
  const { language } = state;
  const strings = stringsOf(language);
  const { mode, policy, version } = status;
  return el(
    'section',
    { class: 'card', 'aria-labelledby': 'state' },
    el('h2', { id: 'state', class: isAtWork(status) ? 'healthy' : 'unhealthy' }, headline(strings, status)),
    facts(...switchFacts(language, strings, status)),
    switchView(state, status),
    facts(
      [strings.mode, mode === 'revoke' ? strings.modeRevoke : strings.modeWhatIf],
      [strings.oldest, waitingText(language, strings, status)],
      [strings.brake, brakeView(state, strings, status)],
      [strings.quota, quotaText(language, strings, status)],
      [strings.tenants, tenantsView(state, strings, status)],
      [strings.policy, el('code', {}, policy.digest)],
      [strings.version, version],
    ),
  );
}

function isAtWork({ mode, enabled, switch: last }: StatusItem): boolean {
  return enabled && mode === 'revoke' && last?.state === 'running';
}

function headline(strings: Strings, { mode, enabled, switch: last }: StatusItem): string {
  if (last?.state === 'stopped') return strings.stopped;
  if (!enabled) return strings.switchedOff;
  if (mode === 'whatIf') return strings.preview;
  return last ? strings.running : strings.unknownState;
}

type Facts = readonly (readonly [string, View | undefined])[];

/** Who has stopped it, when and why. */
function switchFacts(language: Language, strings: Strings, { switch: last }: StatusItem): Facts {
  if (last?.state !== 'stopped') return [];
  return [
    [strings.reason, last.reason ?? strings.notKnown],
    [strings.by, last.by ?? strings.notKnown],
    [strings.since, last.at === undefined ? strings.notKnown : timeView(language, last.at)],
  ];
}

function waitingText(language: Language, strings: Strings, { waiting }: StatusItem): string {
  if (!waiting) return strings.notKnown;
  const { count, oldestAt } = waiting;
  if (count === 0) return strings.nothing;
  const time = oldestAt === undefined ? strings.notKnown : writtenTime(language, oldestAt);
  return fill(strings.waitingCount, { count: String(count), time });
}

function brakeView(state: State, strings: Strings, { brake }: StatusItem): View {
  if (!brake) return strings.notKnown;
  const names = tenantNames(state, strings);
  const lines = brake.map(({ tenant, limit, windowSeconds, count, held = 0 }) => {
    const window = writtenSpan(state.language, windowSeconds);
    const known = count === undefined ? strings.notKnown : String(count);
    const used = fill(strings.brakeOf, { count: known, limit: String(limit), window });
    const isFull = count !== undefined && count >= limit;
    const holds = held > 0 ? ` · ${fill(strings.brakeHolds, { held: String(held) })}` : '';
    const whose = brake.length > 1 ? `${names.get(tenant ?? '') ?? tenant ?? strings.homeTenant}: ` : '';
    return el('li', isFull || held > 0 ? { class: 'left soon' } : {}, `${whose}${used}${holds}`);
  });
  return lines.length === 0 ? strings.nothing : el('ul', {}, ...lines);
}

function quotaText(language: Language, strings: Strings, { quota }: StatusItem): string {
  if (quota?.usedPercent === undefined) return strings.notKnown;
  const used = fill(strings.percent, { count: String(Math.round(quota.usedPercent)) });
  if (quota.readAt === undefined) return used;
  return `${used} (${fill(strings.asOf, { time: writtenTime(language, quota.readAt) })})`;
}

function tenantsView(state: State, strings: Strings, { tenants }: StatusItem): View {
  if (!tenants) return strings.notKnown;
  const names = tenantNames(state, strings);
  const lines = tenants.map(({ id, state }) => {
    const name = names.get(id) ?? id;
    const written = name === id ? id : `${name} · ${id}`;
    return el('li', {}, state === 'disconnected' ? `${written} (${strings.disconnected})` : written);
  });
  return el('ul', {}, ...lines);
}
