import { describe, expect, it } from '@jest/globals';
import { removalMethods } from '../../../shared/adapters/containment/removal-methods';
import type { ContainmentChange } from '../../../shared/core/containment';
import { detail, writeDetail } from '../../../shared/core/detail';
import type { ContainmentMethod, StepAnswer } from '../../../shared/ports/containment-method';
import type { StoredAuditEvent, StoredMethod } from '../../../local/tenant/account-items';
import {
  BEFORE,
  LATER,
  PASSWORD,
  SINCE,
  aCall,
  aMethod,
  aTarget,
  registered,
} from '../../support/account-items';
import type { AnsweredGraph } from '../../support/answered-graph';
import { answeredGraph } from '../../support/answered-graph';

const OWN_APP = aMethod('microsoftAuthenticator', 'own-app', {
  displayName: 'Pixel 8',
  createdDateTime: BEFORE,
});
const NEW_APP = aMethod('microsoftAuthenticator', 'new-app', {
  displayName: 'SM-A125F',
  createdDateTime: SINCE,
});
const NEW_KEY = aMethod('fido2', 'new-key', { displayName: 'YubiKey', createdDateTime: LATER });
const PHONE = aMethod('phone', 'phone', { phoneNumber: '+1 555 010 4207', phoneType: 'mobile' });
const OTHER_PHONE = aMethod('phone', 'other-phone', {
  phoneNumber: '+1 555 010 4299',
  phoneType: 'alternateMobile',
});
const MAIL = aMethod('email', 'mail', { emailAddress: 'someone@example.org' });

/** A user who has these methods, and the step. */
function given(
  methods: readonly StoredMethod[],
  events: readonly StoredAuditEvent[] = [],
): AnsweredGraph & { readonly step: ContainmentMethod } {
  const graph = answeredGraph();
  graph.directory.items.methods.push(PASSWORD, ...methods);
  graph.directory.items.auditEvents.push(...events);
  return Object.assign(graph, {
    step: removalMethods(graph.client, graph.clock).removeAuthenticationMethods,
  });
}

const left = ({ directory }: AnsweredGraph): readonly string[] =>
  directory.items.methods.filter((one) => one !== PASSWORD).map(({ id }) => id);
const reasons = ({ kept }: Pick<StepAnswer, 'kept'>): Readonly<Record<string, string>> =>
  Object.fromEntries(kept.map(({ item, reason }) => [item.id, reason.code]));

describe('which methods are deleted', () => {
  it.each<
    [
      string,
      {
        readonly methods: readonly StoredMethod[];
        readonly events?: readonly StoredAuditEvent[];
        readonly kept: Readonly<Record<string, string>>;
      },
    ]
  >([
    [
      'what was added since is deleted',
      { methods: [OWN_APP, NEW_APP, NEW_KEY], kept: { 'own-app': 'keptOlder' } },
    ],
    [
      'what was added at that very time is deleted',
      {
        methods: [OWN_APP, aMethod('fido2', 'key', { createdDateTime: '2026-11-23T08:00:00.0000000Z' })],
        kept: { 'own-app': 'keptOlder' },
      },
    ],
    [
      'what has no date is kept',
      { methods: [OWN_APP, PHONE], kept: { 'own-app': 'keptOlder', phone: 'keptUndated' } },
    ],
    [
      'what has the year 1 as its date has none',
      {
        methods: [OWN_APP, aMethod('fido2', 'key', { createdDateTime: '0001-01-01T00:00:00Z' })],
        kept: { 'own-app': 'keptOlder', key: 'keptUndated' },
      },
    ],
    [
      'what has no date is deleted if the audit log dates it',
      {
        methods: [OWN_APP, PHONE, MAIL],
        events: [registered('User registered Mobile Phone SMS'), registered('User registered email', LATER)],
        kept: { 'own-app': 'keptOlder' },
      },
    ],
    [
      'an event that may be about another method dates none',
      {
        methods: [OWN_APP, PHONE, OTHER_PHONE],
        events: [registered('Admin registered phone method for user')],
        kept: { 'own-app': 'keptOlder', phone: 'keptUndated', 'other-phone': 'keptUndated' },
      },
    ],
    [
      'an event about a kind of which there may be several dates none: it may be about one that is gone',
      {
        methods: [aMethod('softwareOath', 'code'), OWN_APP],
        events: [registered('User registered Authenticator App with Code')],
        kept: { 'own-app': 'keptOlder', code: 'keptUndated' },
      },
    ],
    [
      'an event about the alternate phone is not about the mobile phone',
      {
        methods: [OWN_APP, PHONE, OTHER_PHONE],
        events: [registered('User registered Alternate Mobile Phone Call')],
        kept: { 'own-app': 'keptOlder', phone: 'keptUndated' },
      },
    ],
    [
      'an event that did not succeed, or is none of a registration, dates nothing',
      {
        methods: [OWN_APP, PHONE],
        events: [
          registered('User registered Mobile Phone SMS', SINCE, { result: 'failure' }),
          registered('User registered Mobile Phone SMS', SINCE, {
            activityDisplayName: 'User deleted security info',
          }),
        ],
        kept: { 'own-app': 'keptOlder', phone: 'keptUndated' },
      },
    ],
    [
      'a type that is not known is kept and named',
      {
        methods: [OWN_APP, aMethod('hologram', 'hologram', { createdDateTime: SINCE })],
        kept: { 'own-app': 'keptOlder', hologram: 'keptUnknownType' },
      },
    ],
    [
      'if all are new, the oldest that signs in stays',
      { methods: [NEW_KEY, NEW_APP], kept: { 'new-app': 'keptLastMethod' } },
    ],
    [
      'the only method stays, for a password is none',
      { methods: [NEW_KEY], kept: { 'new-key': 'keptLastMethod' } },
    ],
    [
      'an address and a pass do not count as methods that stay',
      {
        methods: [
          NEW_KEY,
          aMethod('temporaryAccessPass', 'pass', { createdDateTime: BEFORE }),
          aMethod('email', 'mail', { createdDateTime: BEFORE }),
        ],
        kept: { 'new-key': 'keptLastMethod', pass: 'keptOlder', mail: 'keptOlder' },
      },
    ],
    [
      'the one of a type that there is one of is deleted by a path without an id',
      {
        methods: [OWN_APP, aMethod('qrCodePin', 'qr', { createdDateTime: SINCE })],
        kept: { 'own-app': 'keptOlder' },
      },
    ],
  ])('%s', async (_name, { methods, events, kept }) => {
    const graph = given(methods, events);
    const foreseen = await graph.step.foresee(aTarget());
    const notes: ContainmentChange[] = [];
    const answer = await graph.step.contain(aTarget(), aCall(notes));
    expect(answer.kind).toBe(answer.changed.length > 0 ? 'contained' : 'unchanged');
    expect(reasons(answer)).toEqual(kept);
    expect([...left(graph)].sort()).toEqual(Object.keys(kept).sort());
    expect(foreseen).toEqual({ kind: 'foreseen', changes: notes, kept: answer.kept });
    expect(answer.changed).toEqual(notes.map((change) => ({ ...change, state: 'made' })));
    expect(notes.every(({ isFinal }) => isFinal)).toBe(true);
  });

  it('without a time of the alert nothing is deleted, and the audit log is not read', async () => {
    const graph = given([OWN_APP, NEW_APP, PHONE]);
    const { user } = aTarget();
    const answer = await graph.step.contain({ user, noted: [] }, aCall());
    expect(answer).toMatchObject({ kind: 'unchanged', changed: [] });
    expect(new Set(Object.values(reasons(answer)))).toEqual(new Set(['keptNoFirstSeen']));
    expect(graph.calls.every((call) => call.startsWith('GET /users/'))).toBe(true);
  });
  it('names the last digits of a phone and the domain of an address, and no more', async () => {
    const { step } = given([OWN_APP, PHONE, MAIL]);
    const answer = await step.contain(aTarget(), aCall());
    expect(answer.kept.map(({ item }) => item.name)).toEqual([
      'mobile phone …07',
      'email s…@example.org',
      'Pixel 8 (microsoftAuthenticator)',
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/4207|someone/);
  });
  it('shows no control characters of a name that an intruder may have written', async () => {
    const { step } = given([OWN_APP, { ...NEW_KEY, displayName: '\u001B[2J\u0007key\nof mine' }]);
    const { changed } = await step.contain(aTarget(), aCall());
    expect(changed.map(({ item }) => item.name)).toEqual(['[2J key of mine (fido2)']);
  });
  it('follows the pages of the list', async () => {
    const many = Array.from({ length: 7 }, (_, n) =>
      aMethod('fido2', `key-${String(n)}`, { createdDateTime: SINCE }),
    );
    const graph = given([OWN_APP, ...many]);
    await graph.step.contain(aTarget(), aCall());
    expect(left(graph)).toEqual(['own-app']);
  });
});

describe('the default method', () => {
  const isDefault = true as const;
  it('is deleted after the others, since Graph refuses it before', async () => {
    const graph = given([
      aMethod('fido2', 'own-key', { createdDateTime: BEFORE }),
      { ...NEW_APP, createdDateTime: LATER, isDefault },
      aMethod('softwareOath', 'new-code', { createdDateTime: SINCE }),
    ]);
    const answer = await graph.step.contain(aTarget(), aCall());
    expect(answer.kind).toBe('contained');
    expect(answer.attempts).toBe(3);
    expect(left(graph)).toEqual(['own-key']);
    expect(graph.calls.filter((call) => call.endsWith('/new-app'))).toHaveLength(2);
  });
  it('stays while the user has others: it is named, is no change of ours, and fails the step', async () => {
    const graph = given([OWN_APP, { ...NEW_APP, isDefault }, NEW_KEY]);
    const answer = await graph.step.contain(aTarget(), aCall());
    const reason = detail('keptDefaultMethod', {
      reason: detail('graphBadRequest', { status: '400 badRequest' }),
    });
    expect(answer).toMatchObject({ kind: 'failed', failure: { kind: 'badRequest', detail: reason } });
    expect(answer.changed.map(({ item, state }) => [item.id, state])).toEqual([
      ['new-key', 'made'],
      ['new-app', 'notOurs'],
    ]);
    expect(reasons(answer)).toEqual({ 'new-app': 'keptDefaultMethod', 'own-app': 'keptOlder' });
    expect(writeDetail(reason)).toContain('Change the default method, then delete it.');
  });
});

it('nothing of it can be brought back, and no call is made to try', async () => {
  const graph = given([OWN_APP, NEW_KEY]);
  const { changed } = await graph.step.contain(aTarget(), aCall());
  graph.calls.length = 0;
  expect(await graph.step.restore(aTarget(), changed, aCall())).toMatchObject({
    kind: 'unchanged',
    changed: [],
  });
  expect(graph.calls).toEqual([]);
});
