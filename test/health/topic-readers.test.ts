import { describe, expect, it } from '@jest/globals';
import { topicReaders } from '../../shared/health/topic-readers';

const archive = { endpoint: 'https://x.example', ruleId: 'dcr-1', audience: 'https://monitor.azure.com' };
const entities = { resultsTopic: 'results' };
const names = (config: Parameters<typeof topicReaders>[0], ocsfTopic?: string) =>
  topicReaders(config, { ...entities, ...(ocsfTopic !== undefined && { ocsfTopic }) }).map(
    ({ name, topic, subscription }) => [name, topic, subscription],
  );

describe('the functions whose subscriptions health checks', () => {
  it('are none where nothing is configured: the environment does without these subscriptions', () =>
    expect(names({})).toEqual([]));
  it('have a queue of later tries where people are notified', () => {
    const queues = topicReaders({ notify: { destinations: [] }, archive }, entities).map(
      ({ name, laterQueue }) => [name, laterQueue],
    );
    expect(queues).toEqual([
      ['notifications', 'revocation-notify'],
      ['archive', undefined],
    ]);
  });
  it('are those that are configured', () => {
    expect(names({ notify: { destinations: [] } })).toEqual([['notifications', 'results', 'notify']]);
    expect(names({ archive })).toEqual([['archive', 'results', 'archive']]);
    const watch = { onReturn: 'report', contain: [], latenessMs: 1 } as const;
    expect(names({ watch })).toEqual([['watch', 'results', 'watch']]);
    expect(names({ notify: { destinations: [] }, archive, watch })).toHaveLength(3);
    expect(names({}, 'events')).toEqual([['ocsf', 'results', 'ocsf']]);
  });
});
