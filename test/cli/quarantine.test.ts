import { describe, expect, it } from '@jest/globals';
import { inMemoryPostponedMessages } from '../twins/in-memory-queues';
import { inMemoryQuarantine } from '../twins/in-memory-quarantine';
import { program } from '../../shared/cli/program';
import { summaryOf } from '../../shared/core/outcome';
import { messageKey } from '../../shared/messages/message-identity';
import type { OriginalMessage } from '../../shared/ports/request-queue';
import { fixedClock } from '../support/fixed-clock';
import { outcomeOf } from '../support/outcomes';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';

const notJson = Buffer.from('user=avery\u001b[2J');

function original(body: Uint8Array, messageId: string): OriginalMessage {
  const history = { origin: { messageId, enqueuedAt: '2026-11-23T06:00:00.000Z' }, attempts: 4 };
  return { key: messageKey(body, history), body, history, contentType: 'application/json' };
}

/** A quarantine with two originals, and a terminal in front of it. */
async function desk(setting: { readonly interactive?: boolean; readonly answer?: boolean } = {}) {
  const clock = fixedClock();
  const quarantine = inMemoryQuarantine(clock);
  const requests = inMemoryPostponedMessages();
  const rejected = { ...outcomeOf('rejected'), requestId: 'm-1', detail: '$: is not JSON\u0007' };
  await quarantine.keep(original(notJson, 'm-1'), summaryOf(rejected));
  const failed = { ...outcomeOf('failed'), requestId: 'm-2', detail: 'Graph answered 403.' };
  await quarantine.keep(original(Buffer.from('{"user":"avery@contoso.com"}'), 'm-2'), summaryOf(failed));
  let closed = 0;
  const terminal = aTerminal(setting);
  const run = (...args: string[]): Promise<number> =>
    program(
      programEnvironment({
        terminal,
        connectQuarantine: () =>
          Promise.resolve({ quarantine, requests, close: () => Promise.resolve(void closed++) }),
        now: () => clock.now(),
      }),
      ['dead-letters', ...args],
    );
  const numbers = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const { number } of quarantine.list()) found.push(number);
    return found;
  };
  return { ...terminal.seen, run, requests, numbers, closed: () => closed };
}

describe('dead-letters list', () => {
  it('has a line for each original, in which nothing steers the terminal', async () => {
    const { run, out, closed } = await desk();
    expect(await run('list')).toBe(0);
    expect(out).toEqual([
      'NUMBER  KEPT                      STATUS    REQUEST                               REASON',
      '1       2026-11-23T10:00:00.000Z  rejected  m-1                                   $: is not JSON\\u{7}',
      '2       2026-11-23T10:00:00.000Z  failed    m-2                                   Graph answered 403.',
    ]);
    expect(closed()).toBe(1);
  });
  it('has a JSON object for each, with --json', async () => {
    const { run, out } = await desk();
    await run('list', '--json');
    expect(out.map((line): unknown => JSON.parse(line))).toMatchObject([
      {
        number: '1',
        status: 'rejected',
        requestId: 'm-1',
        firstCame: '2026-11-23T06:00:00.000Z',
        bytes: notJson.length,
      },
      { number: '2', status: 'failed', reason: 'Graph answered 403.' },
    ]);
  });
  it('says when there is none', async () => {
    const { run, out } = await desk({ interactive: true, answer: true });
    await run('replay', '--all');
    out.length = 0;
    expect(await run('list')).toBe(0);
    expect(out).toEqual(['The quarantine is empty.']);
  });
});

describe('dead-letters show', () => {
  it('tells what is known of an original, and its body', async () => {
    const { run, out, numbers } = await desk();
    expect(await run('show', '1')).toBe(0);
    expect(out).toEqual([
      'Kept:         2026-11-23T10:00:00.000Z',
      'First came:   2026-11-23T06:00:00.000Z',
      'Tries:        5',
      'Status:       rejected',
      'Reason:       $: is not JSON\\u{7}',
      'Request:      m-1',
      expect.stringMatching(/^Outcome: {6}\S+$/),
      'Content type: application/json',
      `Bytes:        ${String(notJson.length)}`,
      '',
      'user=avery\\u{1b}[2J',
    ]);
    expect(await numbers()).toEqual(['1', '2']);
  });
  it('gives the very bytes and nothing else, with --raw', async () => {
    const { run, out, raw } = await desk();
    expect(await run('show', '1', '--raw')).toBe(0);
    expect(Buffer.concat(raw).equals(notJson)).toBe(true);
    expect(out).toEqual([]);
  });
  it('ends with 1 when there is no such original', async () => {
    const { run, error } = await desk();
    expect(await run('show', '77')).toBe(1);
    expect(error).toEqual(['There is no original 77 in quarantine.']);
  });
});

describe('dead-letters replay', () => {
  const yes = { interactive: true, answer: true };
  it('puts an original on the queue after a yes, as a request of its own with its age, and removes it', async () => {
    const { run, asked, out, requests, numbers } = await desk(yes);
    expect(await run('replay', '2')).toBe(0);
    expect(asked).toEqual(['Replay one message (their age still counts from when they first came)?']);
    expect(out).toEqual(['2 is on the request queue again.']);
    const [{ original: replayed, until } = {}] = requests.postponed;
    expect(String(replayed?.body)).toBe('{"user":"avery@contoso.com"}');
    expect(replayed?.history).toEqual({
      origin: { messageId: 'm-2', enqueuedAt: '2026-11-23T06:00:00.000Z' },
      attempts: 0,
      replay: '2@2026-11-23T10:00:00.000Z',
    });
    expect(until).toEqual(new Date('2026-11-23T10:00:00.000Z'));
    expect(await numbers()).toEqual(['1']);
  });
  it('lets its age count from now, with --refresh', async () => {
    const { run, asked, requests } = await desk(yes);
    await run('replay', '--refresh', '1', '2', '2');
    expect(asked).toEqual(['Replay 2 messages (as if they had come just now)?']);
    expect(requests.postponed.map(({ original: { history } }) => history.refreshedAt)).toEqual([
      '2026-11-23T10:00:00.000Z',
      '2026-11-23T10:00:00.000Z',
    ]);
  });
  it('replays nothing after a no, and without a terminal unless it is told not to ask', async () => {
    const no = await desk({ interactive: true, answer: false });
    expect(await no.run('replay', '--all')).toBe(1);
    expect(no.out).toEqual(['Nothing was sent.']);
    const script = await desk();
    expect(await script.run('replay', '--all')).toBe(2);
    expect(script.error).toEqual([
      'There is no terminal to ask at: say --no-confirm to replay without asking.',
    ]);
    for (const { requests, numbers } of [no, script]) {
      expect(requests.postponed).toEqual([]);
      expect(await numbers()).toEqual(['1', '2']);
    }
    expect(await script.run('replay', '--all', '--no-confirm')).toBe(0);
    expect(await script.numbers()).toEqual([]);
  });
  it('says which could not be had, and ends with 1', async () => {
    const { run, error, numbers } = await desk(yes);
    expect(await run('replay', '1', '77')).toBe(1);
    expect(error).toEqual(['77 could not be had: it is gone, or somebody else is at it.']);
    expect(await numbers()).toEqual(['2']);
  });
  it('wants to be told which', async () => {
    const { run, out, asked } = await desk(yes);
    expect(await run('replay')).toBe(2);
    expect(out).toEqual(['Say which: their numbers, or --all.']);
    expect(asked).toEqual([]);
  });
});
