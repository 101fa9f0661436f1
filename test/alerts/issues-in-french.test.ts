import { describe, expect, it } from '@jest/globals';
import { MAX_BODY_BYTES } from '../../shared/alerts/json-document';
import { readMessage } from '../../shared/alerts/read-message';
import { inFrench } from '../../shared/messages/sentences/issues-fr';
import { alertFixtures } from '../fixtures/alerts/all';
import { averyAccount, changed } from '../fixtures/alerts/alert-fixture';

const untranslated = (messages: readonly string[]): string[] =>
  [...new Set(messages)].filter((message) => inFrench(message) === message);

describe('every issue has a French sentence', () => {
  const issuesOf = (body: unknown): string[] => {
    const bytes = Buffer.isBuffer(body)
      ? body
      : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    return readMessage(bytes, { fallbackId: 'message-1' }).flatMap((reading) =>
      reading.kind === 'rejected' ? reading.issues.map(({ message }) => message) : [],
    );
  };
  const avery = 'avery@contoso.com';
  const nested = (depth: number): unknown =>
    Array.from({ length: depth }).reduce<unknown>((inner) => [inner], { user: avery });

  it.each<[string, unknown]>([
    ['an empty body', Buffer.alloc(0)],
    ['bytes that are no text', Buffer.from([0xff])],
    ['text that is not JSON', 'x'],
    ['a body that is too large', Buffer.alloc(MAX_BODY_BYTES + 1, ' ')],
    ['an event in CEF that no format reads', 'CEF:0|a|b|1|1|n|5|suser=avery'],
    ['events in CEF that are malformed', 'CEF:\nCEF:x|a|b|1|1|n|5|\nCEF:0|a|b|1|1|n|5|x'],
    ['an event in CEF of too many fields', `CEF:0|a|b|1|1|n|5|${'a= '.repeat(1001)}`],
    [
      'events in LEEF that are malformed',
      'LEEF:\nLEEF:3|a|b|1|1|\nLEEF:1.0|a|b|1|1|x\nLEEF:1.0|a|b|1|1|x=\tx=',
    ],
    ['an event with a line that is none', 'CEF:0|a|b|1|1|n|5|\nx'],
    ['a token', 'eyJhbGciOiJub25lIn0.e30.'],
    ['an unknown object', {}],
    [
      'an alert of two formats',
      Object.assign({}, ...alertFixtures.map(({ alert }) => alert([averyAccount]))),
    ],
    ['too many items', Array.from({ length: 1001 }, () => ({ user: avery }))],
    ['too many envelopes', nested(20)],
    ['a user that is a number', { user: 7 }],
    ['a user by a bare name', { user: 'avery' }],
    ['a user by the empty GUID', { user: '00000000-0000-0000-0000-000000000000' }],
    ['a user by a malformed id', { user: { id: 'x' } }],
    ['a user by a malformed name', { user: { userPrincipalName: 'x' } }],
    ['a user by a malformed SID', { user: { sid: 'x' } }],
    ['a user by a name with a domain in it', { user: { samAccountName: 'A\\b', domain: 'a@b' } }],
    ['a user with an unknown field', { user: { id: 'x', mail: 'y' } }],
    ['users that are none', { users: [] }],
    ['users that are text', { users: avery }],
    ['too many users', { users: Array.from({ length: 1001 }, () => avery) }],
    ['user and users', { user: avery, users: [avery] }],
    ['the same field twice', `{"user":"${avery}","whatIf":true,"whatIf":false}`],
    [
      'fields of another type',
      { user: avery, whatIf: 1, confirm: 1, tenantId: 1, reason: 1, requestedAt: 1 },
    ],
    [
      'texts that are not allowed',
      { user: avery, id: '', tenantId: ' x', reason: '\u0000', requestedBy: '\ud800' },
    ],
    ['texts that are too long', { user: avery, id: 'x'.repeat(200), reason: 'x'.repeat(3000) }],
    ['an id of two lines', { user: avery, id: 'a\nb' }],
    ['an alert that is text', { user: avery, alert: 'x' }],
    ['an alert that is a list', { user: avery, alert: [] }],
    ['an alert of another type', { user: avery, alert: { id: 1, url: '', createdAt: 'x', owner: 1 } }],
    [
      'many problems',
      { user: avery, ...Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`x${String(n)}`, 1])) },
    ],
    ['a decision on nothing', { decision: 'approve' }],
    ['a decision on everything', { decision: 'maybe', confirmation: 'c', request: 'r', brake: 'some', x: 1 }],
    ['an expiry of a request', { decision: 'expire', request: 'r' }],
  ])('that is found in %s', (_what, body) => {
    const messages = issuesOf(body);
    expect(messages.length).toBeGreaterThan(0);
    expect(untranslated(messages)).toEqual([]);
  });
  it('that is found in alerts of known products', () => {
    const crowd = Array.from({ length: 1001 }, (_, n) => ({
      ...averyAccount,
      id: '',
      upn: `user${String(n)}@x.com`,
    }));
    const alerts = alertFixtures.flatMap(({ alert, lookAlikes, quiet, single }) => [
      changed(alert([averyAccount]), lookAlikes),
      ...quiet.map((changes) => changed(alert([averyAccount]), changes)),
      ...(single ? [] : [alert([])]),
    ]);
    // The limit on accounts is the same for all formats.
    const crowded = alertFixtures.filter(({ single }) => !single).slice(0, 3);
    const messages = [...alerts, ...crowded.map(({ alert }) => alert(crowd))].flatMap(issuesOf);
    expect(messages.length).toBeGreaterThan(0);
    expect(untranslated(messages)).toEqual([]);
  });
});
