import { describe, expect, it } from '@jest/globals';
import { conversationWithTwins } from '../support/conversation-with-twins';

/** A string column of table storage has at most 32,768 characters ("Understanding the Table service data model"). */
const MAX_COLUMN = 32_768;
/** Far below the size limit of the topic. */
const MAX_RESULT = 64 * 1024;

const longest = {
  id: '€'.repeat(128),
  user: { samAccountName: '"'.repeat(256), domain: '"'.repeat(256) },
  reason: '"'.repeat(2000),
  requestedBy: '€'.repeat(320),
  alert: {
    provider: '€'.repeat(128),
    id: '"'.repeat(512),
    title: '€'.repeat(1000),
    severity: '€'.repeat(64),
    url: '"'.repeat(2048),
  },
};
const names = (count: number, length: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [String(n).padEnd(length, '€'), n]));

describe('an outcome is small enough for the topic and the ledger', () => {
  it.each<[string, unknown]>([
    ['of a request whose every text is as long as it may be', longest],
    ['of such a request that waits for approval', { ...longest, user: 'avery@contoso.com', confirm: true }],
    ['of many fields that are not known', { user: 'avery@contoso.com', ...names(5000, 10) }],
    ['of fields with long names', { user: 'avery@contoso.com', ...names(3, 80_000) }],
    ['of many users that are not valid', { users: Array.from({ length: 900 }, () => '"'.repeat(200)) }],
    ['of text that is not JSON', '"'.repeat(250_000)],
    ['of nested text', { user: { ['"'.repeat(100_000)]: 1 } }],
    [
      'of an alert with a long title',
      { ...longest, alert: { ...longest.alert, title: 'x'.repeat(200_000) } },
    ],
  ])('%s', async (_of, body) => {
    const side = conversationWithTwins();
    await side.send(body);
    expect(side.resultsTopic.published.length).toBeGreaterThan(0);
    for (const message of side.resultsTopic.published) {
      expect(message.body.length).toBeLessThan(MAX_RESULT);
      const properties = JSON.stringify(message.applicationProperties);
      expect(Buffer.byteLength(properties)).toBeLessThan(8 * 1024);
    }
    for (const { outcome } of side.quarantine.kept) {
      expect(JSON.stringify(outcome).length).toBeLessThan(MAX_COLUMN);
    }
    for await (const request of side.dependencies.ledger.approvals.pending()) {
      expect(JSON.stringify(request).length).toBeLessThan(MAX_COLUMN);
    }
  });
  it('of a request for approval that names a thousand users', async () => {
    const side = conversationWithTwins();
    const users = Array.from({ length: 600 }, (_, n) => `${String(n).padEnd(250, 'x')}@contoso.com`);
    await side.send({ users: ['avery@contoso.com', ...users], confirm: true });
    const waiting: unknown[] = [];
    for await (const request of side.dependencies.ledger.approvals.pending()) waiting.push(request);
    expect(waiting).toHaveLength(1);
    expect(JSON.stringify(waiting).length).toBeLessThan(MAX_COLUMN);
  });
});
