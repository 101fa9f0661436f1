import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Notified } from '../../shared/app/notify';
import { notifier } from '../../shared/app/notify';
import { storedId } from '../../shared/core/ids';
import type { OutcomeId } from '../../shared/core/ids';
import type { Status } from '../../shared/core/outcome';
import { statuses } from '../../shared/core/outcome';
import { MAX_WAIT_MS } from '../../shared/core/retry-later';
import type { Destination } from '../../shared/messages/notifications/destination';
import { FOR_A_PERSON } from '../../shared/messages/notifications/destination';
import { resultMessage } from '../../shared/messages/result-message';
import type { WebhookSender } from '../../shared/webhook/signature';
import { STANDARD_WEBHOOKS, verifySignature } from '../../shared/webhook/signature';
import { expectEqual } from '../support/equal';
import { fixedClock } from '../support/fixed-clock';
import { outcomeOf } from '../support/outcomes';
import { aReminder, lateMethod } from '../support/passed-on-events';
import { inMemoryPoster } from '../twins/in-memory-poster';

const secrets = ['0123456789abcdef0123456789abcdef', 'the one after that, of 31 bytes'].map((one) =>
  Buffer.from(one),
);
const teams: Destination = {
  kind: 'teams',
  name: 'soc',
  url: 'https://teams.example/x',
  statuses: FOR_A_PERSON,
};
const slack: Destination = {
  kind: 'slack',
  name: 'chat',
  url: 'https://slack.example/y',
  statuses: ['failed'],
};
const webhook: Destination = {
  kind: 'webhook',
  name: 'any',
  url: 'https://any.example/z',
  statuses: 'all',
  secrets,
};

function notifying(destinations: readonly Destination[] = [teams, slack, webhook]) {
  const clock = fixedClock();
  const poster = inMemoryPoster();
  const notify = notifier({ destinations, writing: { locale: 'en' }, poster, clock });
  return { notify, poster, clock, urls: () => poster.posts.map(({ url }) => url) };
}
const published = (status: Status, id = '4f2d'): Uint8Array =>
  resultMessage({ ...outcomeOf(status), id: storedId<OutcomeId>(id) }, 'en').body;

describe('an outcome is posted', () => {
  it.each(statuses)('with the status %s, to those who want it', async (status) => {
    const { notify, urls } = notifying();
    const wanting = [teams, slack, webhook].filter(
      ({ statuses: wanted }) => wanted === 'all' || wanted.includes(status),
    );
    const notified = await notify(published(status));
    expect(notified).toEqual({ kind: 'notified', eventId: '4f2d', names: wanting.map(({ name }) => name) });
    expect(urls()).toEqual(wanting.map(({ url }) => url));
  });
  it('to nobody where nobody wants it', async () => {
    const { notify, urls } = notifying([slack]);
    expect(await notify(published('signedOut'))).toEqual({ kind: 'skipped' });
    expect(urls()).toEqual([]);
  });
  it('with a status of a later version to those alone who want all', async () => {
    const { notify, urls } = notifying();
    const later = Buffer.from(
      Buffer.from(published('failed')).toString().replaceAll('"failed"', '"restored"'),
    );
    expect(await notify(later)).toMatchObject({ kind: 'notified', names: ['any'] });
    expect(urls()).toEqual([webhook.url]);
  });
  it('by a webhook as its event, byte for byte, signed with each secret over its id', async () => {
    const { notify, poster, clock } = notifying([webhook]);
    const body = published('failed');
    await notify(body);
    const [post] = poster.posts;
    expect(post?.body).toEqual(body);
    expect(post?.headers).toMatchObject({
      'content-type': 'application/cloudevents+json',
      'webhook-id': '4f2d',
      'webhook-timestamp': String(clock.now().getTime() / 1000),
    });
    for (const secret of secrets) {
      const receiver: WebhookSender = {
        ...STANDARD_WEBHOOKS,
        name: 'revoker',
        secrets: [secret],
        toleranceMs: 300_000,
      };
      const verdict = verifySignature(receiver, { body, headers: post?.headers ?? {} }, clock.now());
      expect(verdict.kind).toBe('signed');
      expect(
        verifySignature(receiver, { body: published('held'), headers: post?.headers ?? {} }, clock.now())
          .kind,
      ).toBe('refused');
    }
  });
});

describe('an event that is not an outcome', () => {
  it('of a request that waits still is posted to those who want its status', async () => {
    const { notify, urls, poster } = notifying();
    expect(await notify(aReminder('held'))).toMatchObject({ kind: 'notified', names: ['soc', 'any'] });
    expect(urls()).toEqual([teams.url, webhook.url]);
    expect(Buffer.from(poster.posts[0]?.body ?? []).toString()).toContain('Still waits for a decision');
  });
  it.each([
    ['failed', ['soc', 'chat', 'any']],
    ['signedOut', ['any']],
  ] as const)(
    'of a method that has answered late, %s, to those who want such outcomes',
    async (status, names) => {
      expect(await notifying().notify(lateMethod(status))).toMatchObject({ kind: 'notified', names });
    },
  );
  it('is signed under its own id, byte for byte', async () => {
    const { notify, poster } = notifying([webhook]);
    await notify(lateMethod('failed'));
    expect(poster.posts[0]?.body).toEqual(lateMethod('failed'));
    expect(poster.posts[0]?.headers['webhook-id']).toBe('m-1');
  });
  it('is passed over if nobody is to be notified of its type', async () => {
    const { notify, urls } = notifying();
    const change = { type: 'io.github.session-revoker.service.v1' };
    expect(await notify(Buffer.from(JSON.stringify(change)))).toEqual({ kind: 'skipped' });
    expect(urls()).toEqual([]);
  });
  it.each(['', '{', 'null', '[]', '{"type":"io.github.session-revoker.outcome.v1"}', '\u0000'])(
    'and not an event that can be read is never dropped in silence: %j',
    async (body) => expect(await notifying().notify(Buffer.from(body))).toEqual({ kind: 'unreadable' }),
  );
});

describe('a destination that does not accept', () => {
  const refused = { kind: 'failed', reason: 'HTTP 503' } as const;
  it('has the event brought again, which does not repeat it to those who have accepted it', async () => {
    const { notify, poster, urls } = notifying();
    poster.answer(teams.url, refused);
    expect(await notify(published('failed'))).toEqual({
      kind: 'unfinished',
      eventId: '4f2d',
      failures: [{ name: 'soc', reason: 'HTTP 503' }],
      names: ['soc'],
      forMany: [],
    });
    poster.answer(teams.url, { kind: 'accepted' });
    expect(await notify(published('failed'))).toMatchObject({ kind: 'notified' });
    expect(urls()).toEqual([teams.url, slack.url, webhook.url, teams.url]);
  });
  it('does not keep others from being notified of it, nor of the next outcome', async () => {
    const { notify, poster, urls } = notifying();
    poster.answer(teams.url, refused);
    await notify(published('failed', 'a'));
    await notify(published('failed', 'b'));
    expect(urls().filter((url) => url === slack.url)).toHaveLength(2);
  });
  it('and asks to wait is not called before, for any outcome', async () => {
    const { notify, poster, clock, urls } = notifying([slack]);
    poster.answer(slack.url, { kind: 'failed', reason: 'HTTP 429', retryAfterMs: 30_000 });
    await notify(published('failed', 'a'));
    poster.answer(slack.url, { kind: 'accepted' });
    clock.advance(10_000);
    expect(await notify(published('failed', 'b'))).toEqual({
      kind: 'unfinished',
      eventId: 'b',
      failures: [{ name: 'chat', reason: 'not called for a while' }],
      names: ['chat'],
      forMany: [],
      retryAfterMs: 20_000,
    });
    expect(urls()).toHaveLength(1);
    clock.advance(20_000);
    expect(await notify(published('failed', 'b'))).toMatchObject({ kind: 'notified' });
  });
  it('has the message wait as long as the one that asked for the longest wait', async () => {
    const { notify, poster } = notifying();
    for (const [n, { url }] of [teams, slack, webhook].entries())
      poster.answer(url, { kind: 'failed', reason: 'HTTP 429', retryAfterMs: [1_000, 3_000, 2_000][n] ?? 0 });
    expect(await notify(published('failed'))).toMatchObject({ kind: 'unfinished', retryAfterMs: 3_000 });
  });
  it('has it brought to itself alone where the others have it', async () => {
    const { notify, urls } = notifying();
    expect(await notify(published('failed'), { names: ['chat'] })).toMatchObject({
      kind: 'notified',
      names: ['chat'],
    });
    expect(await notify(published('failed'), { names: ['gone'] })).toEqual({ kind: 'skipped' });
    expect(urls()).toEqual([slack.url]);
  });
  it('is not called for each event when it fails again and again, and is tried by one of them', async () => {
    const { notify, poster, clock, urls } = notifying([slack, webhook]);
    poster.answer(slack.url, refused);
    for (let n = 0; n < 40; n++) await notify(published('failed', `o-${String(n)}`));
    const calls = (): number => urls().filter((url) => url === slack.url).length;
    expect(calls()).toBe(3);
    expect(urls().filter((url) => url === webhook.url)).toHaveLength(40);
    clock.advance(15_000);
    for (let n = 0; n < 40; n++) await notify(published('failed', `o-${String(n)}`));
    expect(calls()).toBe(4);
    poster.answer(slack.url, { kind: 'accepted' });
    clock.advance(30_000);
    for (let n = 0; n < 40; n++) await notify(published('failed', `o-${String(n)}`));
    expect(calls()).toBe(44);
  });
  it('is named, and its address is not', async () => {
    const { notify, poster } = notifying();
    for (const { url } of [teams, slack, webhook]) poster.answer(url, refused);
    expect(JSON.stringify(await notify(published('failed')))).not.toContain('https:');
  });
});

it('with any failures, each destination accepts each outcome once as long as the process lives', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), { maxLength: 8 }),
      async (tries) => {
        const { notify, poster, clock } = notifying();
        const all = [teams, slack, webhook];
        const accepted: string[] = [];
        let last: Notified | undefined;
        for (const fails of [...tries, [false, false, false]]) {
          const before = poster.posts.length;
          all.forEach(({ url }, n) =>
            poster.answer(url, fails[n] ? { kind: 'failed', reason: 'ECONNRESET' } : { kind: 'accepted' }),
          );
          last = await notify(published('failed'));
          clock.advance(MAX_WAIT_MS);
          const failing = all.filter((_, n) => fails[n]).map(({ url }) => url);
          accepted.push(
            ...poster.posts
              .slice(before)
              .map(({ url }) => url)
              .filter((url) => !failing.includes(url)),
          );
        }
        expectEqual(last?.kind, 'notified');
        expectEqual(accepted.toSorted(), all.map(({ url }) => url).toSorted());
      },
    ),
  ));
