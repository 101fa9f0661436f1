import { describe, expect, it } from '@jest/globals';
import { alertFacts } from '../../shared/alerts/alert-facts';
import { raisedAt, timePaths } from '../../shared/alerts/alert-time';
import type { AlertPaths } from '../../shared/alerts/format-schema';
import { JsonNode } from '../../shared/alerts/json-node';

const paths: AlertPaths = {
  provider: 'Acme',
  product: 'product',
  id: ['id', 'number'],
  title: 'title',
  severity: 'severity',
  url: 'url',
  createdAt: ['raised', { latest: ['seen', 'events[].at'] }],
};
const AT = '2026-11-23T10:00:00.000Z';
const facts = (alert: object): object => alertFacts(new JsonNode(alert), paths);

describe('the facts of an alert', () => {
  it('are read by their paths', () =>
    expect(
      facts({ product: 'Edge', number: 7, title: 't', severity: 'High', url: 'https://x/y', raised: AT }),
    ).toEqual({
      alert: { provider: 'Edge', id: '7', title: 't', severity: 'High', url: 'https://x/y', createdAt: AT },
    }));
  it('are no more than the name of the product where there is nothing else', () =>
    expect(facts({})).toEqual({ alert: { provider: 'Acme' } }));
  it('are cut to the lengths that are reported, without control characters', () => {
    const { alert } = alertFacts(new JsonNode({ title: `a\u0000\n\u0007b${'c'.repeat(5000)}` }), paths);
    expect(alert.title).toMatch(/^a bc+$/);
    expect(alert.title?.length).toBeLessThan(5000);
    expect(alertFacts(new JsonNode({ title: 'a\ud800b' }), paths).alert.title).toBe('a\ufffdb');
  });
  it.each([
    ['Sev0', 'critical'],
    ['sev1', 'high'],
    ['SEV2', 'medium'],
    ['Sev3', 'low'],
    ['Sev4', 'informational'],
    ['Sev5', 'Sev5'],
  ])('have the levels of Azure Monitor in words: %s', (severity, word) =>
    expect(facts({ severity })).toEqual({ alert: { provider: 'Acme', severity: word } }),
  );
});

describe('the time of an alert', () => {
  it('is uncertain where it has no zone, and is then not the time of the alert', () =>
    expect(facts({ raised: '2026-11-23 10:00:00' })).toEqual({
      alert: { provider: 'Acme' },
      uncertainTime: { kind: 'withoutZone', at: AT },
    }));
  it('is unknown where what is there cannot be read', () =>
    expect(facts({ raised: 'yesterday' })).toEqual({
      alert: { provider: 'Acme' },
      uncertainTime: { kind: 'unknown' },
    }));
  it('is none where the format has no path of it', () =>
    expect(alertFacts(new JsonNode({ raised: 'yesterday' }), { provider: 'Acme' })).toEqual({
      alert: { provider: 'Acme' },
    }));

  const hour = (n: number): string => `2026-11-23T${String(n)}:00:00Z`;
  const raised = (alert: object): unknown => {
    const found = raisedAt(new JsonNode(alert), paths.createdAt ?? []);
    return typeof found === 'object' ? new Date(found.ms).toISOString() : found;
  };
  it.each<[string, object, unknown]>([
    ['the first that can be read', { raised: hour(10), seen: hour(12) }, AT],
    ['a later path where the first has no time', { raised: 'x', seen: hour(10) }, AT],
    ['the latest of several paths', { seen: hour(10), events: [{ at: hour(9) }] }, AT],
    ['the latest of a list', { seen: hour(8), events: [{ at: hour(9) }, { at: hour(10) }, { at: 'x' }] }, AT],
    ['unknown where none can be read', { events: [{ at: 'x' }] }, 'unknown'],
    ['nothing where there is none', { events: [{ at: null }, {}] }, undefined],
  ])('is %s', (_what, alert, time) => expect(raised(alert)).toBe(time));
  it('is looked for at every path that the format names', () => {
    expect(timePaths(paths.createdAt ?? [])).toEqual(['raised', 'seen', 'events[].at']);
    expect(timePaths('raised')).toEqual(['raised']);
    expect(timePaths({ latest: 'seen' })).toEqual(['seen']);
  });
});
