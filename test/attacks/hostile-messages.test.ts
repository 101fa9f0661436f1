import { describe, expect, it } from '@jest/globals';
import { MAX_ACCOUNTS, MAX_LISTED, MAX_UNOPENED } from '../../shared/alerts/limits';
import { JsonNode } from '../../shared/alerts/json-node';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';
import { averyAccount } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';

const many = <Item>(count: number, item: (n: number) => Item): Item[] =>
  Array.from({ length: count }, (_, n) => item(n));

function readingsOf(message: unknown): readonly Reading[] {
  return readMessage(Buffer.from(JSON.stringify(message)), { fallbackId: 'm' });
}

/** The answer to a message: the issues of each rejected reading, or the kind of another. */
function answerTo(message: unknown): readonly string[] {
  return readingsOf(message).map((reading) =>
    reading.kind === 'rejected' ? reading.issues.map(({ message: issue }) => issue).join(', ') : reading.kind,
  );
}

const account = { Type: 'account', Name: 'avery', UPNSuffix: 'contoso.com' };
const alertWith = (fields: object): object => ({
  SystemAlertId: 'a-1',
  AlertDisplayName: 'Impossible travel',
  Entities: [account],
  ...fields,
});
const incidentWith = (alerts: readonly unknown[]): object => ({
  '@odata.type': '#microsoft.graph.security.incident',
  alerts,
});

const TOO_MANY_ITEMS = `holds more than ${String(MAX_LISTED)} items`;
const TOO_MANY_TEXTS = `holds more than ${String(MAX_UNOPENED)} texts that begin like JSON and are not`;
const TOO_MANY_ACCOUNTS = `names more than ${String(MAX_ACCOUNTS)} accounts`;

describe('a message that would take long to read is rejected with the reason', () => {
  it.each<[string, unknown, string]>([
    ['an incident of many empty alerts', incidentWith(many(80_000, () => ({}))), TOO_MANY_ITEMS],
    [
      'alerts of much empty evidence',
      incidentWith(many(200, () => ({ evidence: many(200, () => ({})) }))),
      TOO_MANY_ACCOUNTS,
    ],
    ['many entities that are none', alertWith({ Entities: many(120_000, () => 1) }), TOO_MANY_ITEMS],
    [
      'many texts that only begin like JSON',
      alertWith({ Entities: many(2000, () => '[x]') }),
      TOO_MANY_TEXTS,
    ],
    [
      'many names in one field',
      alertWith({
        Entities: [{ Type: 'account', Name: many(50_000, (n) => `u${String(n)}@b.c`).join(';') }],
      }),
      TOO_MANY_ACCOUNTS,
    ],
    [
      'many bare names in one field, and one that is none',
      alertWith({ Entities: [{ Type: 'account', Name: `${'a;'.repeat(100_000)}@` }] }),
      TOO_MANY_ACCOUNTS,
    ],
    [
      'many lines in one field',
      alertWith({ Entities: [{ Type: 'account', Name: 'CONTOSO\\a\n'.repeat(20_000) }] }),
      TOO_MANY_ACCOUNTS,
    ],
    [
      'a mail to many recipients',
      alertWith({
        Entities: [
          account,
          { Type: 'mailMessage', Recipient: many(20_000, (n) => `u${String(n)}@b.c`).join(';') },
        ],
      }),
      TOO_MANY_ITEMS,
    ],
    [
      'a request with many lists of users',
      { users: many(40_000, () => 'a,b') },
      'must not name more than 1000 users',
    ],
  ])('%s', (_what, message, issue) => expect(answerTo(message)).toEqual([issue]));

  it('alone: the alerts before it and behind it are read', () => {
    const large = alertWith({ Entities: many(MAX_LISTED + 1, () => account) });
    const answers = answerTo([alertWith({}), large, alertWith({})]);
    expect(answers).toEqual(['request', TOO_MANY_ITEMS, 'request']);
  });

  it('where what it is depends on the rest', () => {
    const page = { result: many(MAX_LISTED + 1, () => ({ alert: 'yes', alert_type: 'x' })) };
    expect(readingsOf(page)).toEqual([
      { kind: 'rejected', issues: [{ path: '$', message: TOO_MANY_ITEMS }] },
    ]);
  });
});

describe('a large message that is no attack is read', () => {
  it.each(alertFixtures.map((fixture) => [fixture.format, fixture] as const))(
    'a batch of %s',
    (_, { alert }) => {
      const batch = many(20, () => alert([averyAccount]));
      const kinds = new Set(readingsOf(batch).map(({ kind }) => kind));
      expect([...kinds]).toEqual([readingsOf(alert([averyAccount]))[0]?.kind]);
    },
  );

  it('an alert that names as many accounts as one may', () => {
    const entities = many(MAX_ACCOUNTS, (n) => ({ ...account, Name: `u${String(n)}` }));
    expect(answerTo(alertWith({ Entities: entities }))).toEqual(['request']);
  });
});

describe('objects of one message', () => {
  const at = (list: readonly unknown[]): readonly JsonNode[] => new JsonNode(list).items();
  it('that have the same names share them', () => {
    const [one, other] = at([
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ]);
    expect(one?.objectNames).toBe(other?.objectNames);
    expect([one?.text('B'), other?.text('B')]).toEqual(['2', '4']);
  });
  it.each([[{ b: 1, a: 2 }], [{ a: 1, c: 2 }], [{ a: 1 }], [{ a: 1, b: 2, c: 3 }], [{}]])(
    'that have other names do not (%j)',
    (object) => {
      const [one, other, again] = at([{ a: 1, b: 2 }, object, { a: 1, b: 2 }]);
      expect(one?.objectNames).not.toBe(other?.objectNames);
      expect(other?.names).toEqual(Object.keys(object));
      expect(again?.text('b')).toBe('2');
    },
  );
});
