import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { armModule, armResources } from '../support/arm-template';

const root = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const only = (type: string) => {
  const [resource, ...others] = armResources(type);
  if (!resource || others.length > 0) throw new Error(`There is not just one ${type}.`);
  return resource.properties ?? {};
};

describe('what is watched', () => {
  const { variables } = armModule('alerts');
  const rules = (name: 'queryRules' | 'metricRules') =>
    variables[name] as readonly Readonly<Record<string, string>>[];
  it('is a change of mode or policy from what was before: its rule alone reads the outcomes of two days', () => {
    const [rule] = armResources('Microsoft.Insights/scheduledQueryRules');
    expect(rule?.properties?.['overrideQueryTimeRange']).toBe(
      "[if(equals(variables('queryRules')[copyIndex()].name, 'mode-or-policy-changed'), 'P2D', null())]",
    );
  });
  it('is each query as it is kept, and each sign that the operations guide names', () => {
    const files = readdirSync(join(root, 'infra/queries')).map((file) => read(`infra/queries/${file}`));
    const texts = JSON.stringify(variables);
    expect(rules('queryRules').map(({ name }) => name)).toEqual([
      'revocation-failed',
      'brake-engaged',
      'message-set-aside',
      'protected-entry',
      'mode-or-policy-changed',
      'request-waits',
    ]);
    const kept = [
      'failed-outcomes',
      'brake-engaged',
      'messages-set-aside',
      'protected-entries',
      'mode-or-policy-changed',
      'old-requests',
    ];
    for (const name of kept) {
      expect(files).toContain(read(`infra/queries/${name}.kql`));
      expect(texts).toContain(JSON.stringify(read(`infra/queries/${name}.kql`)).slice(1, -1));
    }
    expect(rules('metricRules').map(({ name, metric }) => `${name ?? ''}: ${metric ?? ''}`)).toEqual([
      'quarantine-not-empty: ActiveMessages',
      'dead-letters: DeadletteredMessages',
      'queue-not-drained: ActiveMessages',
    ]);
  });
  it('is the app’s own report on its health', () => {
    expect(only('Microsoft.Insights/webtests')).toMatchObject({
      Request: { RequestUrl: "[parameters('healthUrl')]", HttpVerb: 'GET' },
      ValidationRules: { ExpectedHttpStatusCode: 200 },
    });
    expect(read('functions/health.ts')).toContain("route: 'health'");
    expect(JSON.stringify(armModule('alerts').given['healthUrl'])).toContain('/api/health');
  });
  it('shows in the workbook, by queries that are kept', () => {
    const shown = JSON.stringify(armModule('workbook').variables);
    for (const name of [
      'waiting-for-a-person',
      'requests-waiting',
      'outcomes-over-time',
      'time-to-revoke',
      'outcomes-by-source',
      'graph-throttling',
    ]) {
      expect(shown).toContain(JSON.stringify(read(`infra/queries/${name}.kql`)).slice(1, -1));
    }
  });
});
