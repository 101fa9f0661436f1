import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CostLine, Deployed } from '../../infra/cost';
import {
  alwaysReadyInstance,
  appInZones,
  idleMonth,
  prices,
  tenThousandLockouts,
  tenThousandPassedOn,
  watchingMonth,
} from '../../infra/cost';
import { triggeringQueues } from '../../functions/triggering-queues';
import { argumentsOf, armModule, armResources } from '../support/arm-template';

const page = readFileSync(join(__dirname, '../../docs/deployment.md'), 'utf8');
const { variables } = armModule('alerts');
const metricRules = variables['metricRules'] as readonly { readonly entities: readonly unknown[] }[];
const [webTest] = armResources('Microsoft.Insights/webtests');
const locations = (webTest?.properties?.['Locations'] ?? []) as readonly unknown[];

const entities = {
  requestQueue: 'a',
  intakeQueue: 'b',
  waitsQueue: 'c',
  urgentQueue: 'd',
  resultsTopic: 'd',
  rejectedQueue: 'e',
};
/** By what the template deploys. */
const deployed = (isPrivate: boolean): Deployed => ({
  queryRules: (variables['queryRules'] as readonly unknown[]).length,
  // One for each entity of a rule, and that of the web test.
  metricSeries: metricRules.reduce((sum, rule) => sum + rule.entities.length, 1),
  webTestLocations: locations.length,
  // That of the key vault is optional.
  privateEndpoints:
    argumentsOf(String(armModule('network').variables['endpoints']), 'createArray').length - 1,
  isPrivate,
});
const dollars = (usd: number): string => `$${usd.toFixed(2)}`;
const total = (lines: readonly CostLine[]): string => dollars(lines.reduce((sum, { usd }) => sum + usd, 0));
const row = (what: string, of: (isPrivate: boolean) => string): string =>
  `${what} | ${of(false)} | ${of(true)}`;
const cells = (line: string): string =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
    .join(' | ');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map(cells);

describe('the cost on the page', () => {
  it('is that of what the template deploys, line by line', () => {
    const idle = (isPrivate: boolean) => idleMonth(deployed(isPrivate));
    for (const [n, { what }] of idle(false).entries())
      expect(rows).toContain(row(what, (isPrivate) => dollars(idle(isPrivate)[n]?.usd ?? 0)));
    expect(rows).toContain(
      row('**a month in which nobody is signed out**', (isPrivate) => `**${total(idle(isPrivate))}**`),
    );
    expect(rows).toContain(row('10,000 sign-outs', (isPrivate) => total(tenThousandLockouts(isPrivate))));
    expect(rows).toContain(
      row('10,000 outcomes notified, or archived', (isPrivate) => total(tenThousandPassedOn(isPrivate))),
    );
    expect(rows).toContain(
      row('one instance of one function, always ready', () => dollars(alwaysReadyInstance())),
    );
    const timers =
      readFileSync(join(__dirname, '../../functions/index.ts'), 'utf8').match(/app\.timer\(/g) ?? [];
    // "Per-function scaling": HTTP functions scale together, all others here alone.
    // The timer of the watch is there where policy has the key.
    const scalingAlone = timers.length + triggeringQueues(entities).length;
    expect(page).toContain(`the timer that looks costs ${dollars(watchingMonth())} a month`);
    expect(rows).toContain(row('the app in several zones (`all`)', () => dollars(appInZones(scalingAlone))));
  });
  it('comes from these list prices, with their source', () => {
    for (const { usd, per, source } of Object.values(prices))
      expect(rows).toContain(`$${String(usd)} | ${per} | ${source === '' ? 'not confirmed' : source}`);
  });
});
