import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { armModule, armResources, templateParameters } from '../support/arm-template';

const root = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const only = (type: string) => {
  const [resource, ...others] = armResources(type);
  if (!resource || others.length > 0) throw new Error(`There is not just one ${type}.`);
  return resource.properties ?? {};
};

interface QueryRule {
  readonly name: string;
  readonly query: string;
}
interface MetricRule {
  readonly name: string;
  readonly metric: string;
  readonly threshold: unknown;
}
const { variables } = armModule('alerts');
const queryRules = variables['queryRules'] as readonly QueryRule[];
const metricRules = variables['metricRules'] as readonly MetricRule[];
/** The compiler keeps the text of a file in a variable. */
const textOf = (query: string): string => String(variables[/variables\('(.+)'\)/.exec(query)?.[1] ?? '']);
const minutes = (duration: unknown): number => Number(/^PT(\d+)M$/.exec(String(duration))?.[1]);

describe('what is watched', () => {
  it('is a change of mode or policy from what was before: its rule alone reads the outcomes of two days', () =>
    expect(only('Microsoft.Insights/scheduledQueryRules')['overrideQueryTimeRange']).toBe(
      "[if(equals(variables('queryRules')[copyIndex()].name, 'mode-or-policy-changed'), 'P2D', null())]",
    ));
  it('is each query as it is kept, and each sign that the operations guide names', () => {
    const kept: Readonly<Record<string, string>> = {
      'revocation-failed': 'failed-outcomes',
      'brake-engaged': 'brake-engaged',
      'message-set-aside': 'messages-set-aside',
      'protected-entry': 'protected-entries',
      'person-awaited': 'person-awaited',
      'too-few-approvers': 'too-few-approvers',
      'mode-or-policy-changed': 'mode-or-policy-changed',
      'request-waits': 'old-requests',
    };
    for (const [name, file] of Object.entries(kept)) {
      const rule = queryRules.find((one) => one.name === name);
      expect(textOf(rule?.query ?? '')).toBe(read(`infra/queries/${file}.kql`));
    }
    expect(metricRules.map(({ name, metric }) => `${name}: ${metric}`)).toEqual(
      expect.arrayContaining([
        'quarantine-not-empty: ActiveMessages',
        'dead-letters: DeadletteredMessages',
        'unread-expired: DeadletteredMessages',
        'nearly-full: Size',
        'queue-not-drained: ActiveMessages',
      ]),
    );
    const guide = read('docs/operations.md');
    const rules = [...queryRules, ...metricRules, { name: 'app-not-healthy' }];
    expect(rules.map(({ name }) => name).filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });
  it('sends one alert for one event, no more than ten minutes late, whenever it happens', () => {
    const { windowSize, evaluationFrequency, autoMitigate, ...rule } = only(
      'Microsoft.Insights/scheduledQueryRules',
    );
    // An alert that is not closed by itself is sent again by every evaluation that finds its event.
    expect([autoMitigate, rule['muteActionsDuration']]).toEqual([true, undefined]);
    const every = minutes(evaluationFrequency);
    for (let happens = 0; happens < every; happens++) {
      for (let late = 0; late <= 10; late++) {
        const evaluations = Array.from({ length: 12 }, (_, n) => n * every);
        const found = evaluations.map(
          (at) => happens + late <= at && happens <= at && happens > at - minutes(windowSize),
        );
        const sent = found.filter((isFound, n) => isFound && !found[n - 1]).length;
        expect([happens, late, sent]).toEqual([happens, late, 1]);
      }
    }
  });
  it('is deployed to a workspace without tables too', () =>
    expect(only('Microsoft.Insights/scheduledQueryRules')).toMatchObject({ skipQueryValidation: true }));
  it('finds a topic near the size that it has, and what expired unread in any subscription', () => {
    const rule = (name: string) => JSON.stringify(metricRules.find((one) => one.name === name));
    for (const entity of [
      'requestQueue',
      'intakeQueue',
      'waitsQueue',
      'urgentQueue',
      'rejectedQueue',
      'resultsTopic',
      'notifyQueue',
    ])
      expect(rule('nearly-full')).toContain(entity);
    // The metric of a topic adds those of its subscriptions up.
    expect(rule('unread-expired')).toContain('resultsTopic');
    expect(rule('nearly-full')).toContain(
      "mul(div(mul(mul(variables('entityMegabytes'), 1024), 1024), 10), 8)",
    );
    const sized = ['queues', 'topics'].flatMap((kind) =>
      armResources(`Microsoft.ServiceBus/namespaces/${kind}`),
    );
    expect(sized.map(({ properties }) => properties?.['maxSizeInMegabytes'])).toEqual(
      sized.map(() => "[variables('entityMegabytes')]"),
    );
  });
  it('leaves out the subscription audit, which nobody reads at first', () => {
    const audit = armResources('Microsoft.ServiceBus/namespaces/topics/subscriptions').find(({ name }) =>
      name.includes("'audit'"),
    );
    expect([audit?.condition, templateParameters['auditSubscription']?.defaultValue]).toEqual([
      "[parameters('auditSubscription')]",
      false,
    ]);
  });
  it('wakes somebody, for whom azd asks', () => {
    expect(templateParameters['alertEmail']).not.toHaveProperty('defaultValue');
    // azd asks for a parameter without a default whose variable is not set; `=` would be a value, and blank.
    expect(read('infra/main.parameters.json')).toContain('"alertEmail": { "value": "${ALERT_EMAIL}" }');
  });
  it('sends every alert to that address', () => {
    const rules = ['scheduledQueryRules', 'metricAlerts'].flatMap((type) =>
      armResources(`Microsoft.Insights/${type}`),
    );
    expect(rules).toHaveLength(3);
    for (const { name, properties } of rules)
      expect([name, JSON.stringify(properties)]).toEqual([
        name,
        expect.stringContaining("variables('actionGroups')"),
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
