import { describe, expect, it } from '@jest/globals';
import { alertFormat } from '../../shared/alerts/alert-format';
import type { AlertPaths } from '../../shared/alerts/format-schema';
import { JsonNode } from '../../shared/alerts/json-node';

describe('an event', () => {
  const eventOf = (event: AlertPaths['event'], message: unknown): string | undefined => {
    const format = alertFormat({
      name: 'acme',
      match: [{ path: 'user', exists: true }],
      alert: { provider: 'Acme', ...(event !== undefined && { event }) },
      accounts: [{ names: { userPrincipalName: 'user' } }],
    });
    const reading = format.read(new JsonNode(message), { fallbackId: 'm', repeatedKeys: () => [] });
    return reading.kind === 'request' ? reading.request.event : 'not a request';
  };
  const alert = { user: 'avery@contoso.com', type: 'login', outcome: { result: 'FAILURE' }, blank: ' ' };
  const failed = { name: 'failedSignIn', when: [{ path: 'outcome.result', is: 'failure' }] };

  it.each<[string, AlertPaths['event'], string | undefined]>([
    ['is not declared', undefined, undefined],
    ['is at a path', 'type', 'login'],
    ['is at the second path, since the first has no text', ['blank', 'type'], 'login'],
    ['is nowhere', ['blank', 'kind'], undefined],
    ['has a name by its conditions', [failed, 'type'], 'failedSignIn'],
    [
      'has a name only if all conditions are met',
      [{ ...failed, when: [...failed.when, { path: 'x', exists: true }] }, 'type'],
      'login',
    ],
  ])('that %s', (_what, declared, event) => expect(eventOf(declared, alert)).toBe(event));
  it('is cut when it is long, and has no control characters', () =>
    expect(eventOf('type', { ...alert, type: `a\u0007b${'c'.repeat(300)}` })).toBe(`a b${'c'.repeat(253)}`));
});
