import { describe, expect, it } from '@jest/globals';
import { inMemoryRequestQueue } from '../twins/in-memory-request-queue';
import { inMemoryQuarantine } from '../twins/in-memory-quarantine';
import { program } from '../../shared/cli/program';
import { textDetail } from '../../shared/core/detail';
import { messageKey } from '../../shared/core/ids';
import { summaryOf } from '../../shared/messages/result-message';
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

/** A quarantine with two originals, and a terminal. */
async function desk(
  setting: { readonly interactive?: boolean; readonly answer?: boolean } = {},
  command = 'quarantine',
) {
  const clock = fixedClock();
  const quarantine = inMemoryQuarantine(clock);
  const requestQueue = inMemoryRequestQueue();
  const rejected = { ...outcomeOf('rejected'), requestId: 'm-1', detail: textDetail('$: is not JSON\u0007') };
  await quarantine.keep(original(notJson, 'm-1'), summaryOf(rejected, 'en'));
  const failed = { ...outcomeOf('failed'), requestId: 'm-2', detail: textDetail('Graph answered 403.') };
  await quarantine.keep(
    original(Buffer.from('{"user":"avery@contoso.com"}'), 'm-2'),
    summaryOf(failed, 'en'),
  );
  let closed = 0;
  const terminal = aTerminal(setting);
  const run = (...args: string[]): Promise<number> =>
    program(
      programEnvironment({
        terminal,
        connectQuarantine: () =>
          Promise.resolve({ quarantine, requestQueue, close: () => Promise.resolve(void closed++) }),
        now: () => clock.now(),
      }),
      [command, ...args],
    );
  const numbers = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const { number } of quarantine.list()) found.push(number);
    return found;
  };
  return { ...terminal.seen, run, requestQueue, numbers, closed: () => closed };
}

describe('quarantine list', () => {
  it('has a line for each original, without characters that steer the terminal', async () => {
    const { run, out, closed } = await desk();
    expect(await run('list')).toBe(0);
    expect(out).toEqual([
      'NUMBER  KEPT                      STATUS    REQUEST  REASON',
      '1       2026-11-23T10:00:00.000Z  rejected  m-1      $: is not JSON\\u{7}',
      '2       2026-11-23T10:00:00.000Z  failed    m-2      Graph answered 403.',
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
  it('says when the quarantine is empty', async () => {
    const { run, out } = await desk({ interactive: true, answer: true });
    await run('replay', '--all');
    out.length = 0;
    expect(await run('list')).toBe(0);
    expect(out).toEqual(['The quarantine is empty.']);
  });
});

describe('quarantine show', () => {
  it('shows what is known of an original, and its body', async () => {
    const { run, out, numbers } = await desk();
    expect(await run('show', '1')).toBe(0);
    expect(out).toEqual([
      'Kept:          2026-11-23T10:00:00.000Z',
      'First arrived: 2026-11-23T06:00:00.000Z',
      'Tries:         5',
      'Status:        rejected',
      'Reason:        $: is not JSON\\u{7}',
      'Request:       m-1',
      expect.stringMatching(/^Outcome: {7}\S+$/),
      'Content type:  application/json',
      `Bytes:         ${String(notJson.length)}`,
      '',
      'user=avery\\u{1b}[2J',
    ]);
    expect(await numbers()).toEqual(['1', '2']);
  });
  it('writes the exact bytes and nothing else, with --raw', async () => {
    const { run, out, raw } = await desk();
    expect(await run('show', '1', '--raw')).toBe(0);
    expect(Buffer.concat(raw).equals(notJson)).toBe(true);
    expect(out).toEqual([]);
  });
  it('ends with 1 when there is no such original', async () => {
    const { run, error } = await desk();
    expect(await run('show', '77')).toBe(1);
    expect(error).toEqual(['Message 77 is not in quarantine.']);
  });
});

describe('quarantine replay', () => {
  const yes = { interactive: true, answer: true };
  it('sends an original to the queue after a yes, as a request of its own with its age, and removes it', async () => {
    const { run, asked, out, requestQueue, numbers } = await desk(yes);
    expect(await run('replay', '2')).toBe(0);
    expect(asked).toEqual(['Replay one message (their age still counts from when they first arrived)?']);
    expect(out).toEqual(['2 is on the request queue again.']);
    const [{ original: replayed, at } = {}] = requestQueue.scheduled;
    expect(String(replayed?.body)).toBe('{"user":"avery@contoso.com"}');
    expect(replayed?.history).toEqual({
      origin: { messageId: 'm-2', enqueuedAt: '2026-11-23T06:00:00.000Z' },
      attempts: 0,
      replay: '2@2026-11-23T10:00:00.000Z',
    });
    expect(at).toEqual(new Date('2026-11-23T10:00:00.000Z'));
    expect(await numbers()).toEqual(['1']);
  });
  it('lets its age count from now, with --refresh', async () => {
    const { run, asked, requestQueue } = await desk(yes);
    await run('replay', '--refresh', '1', '2', '2');
    expect(asked).toEqual(['Replay 2 messages (as if they had just arrived)?']);
    expect(requestQueue.scheduled.map(({ original: { history } }) => history.refreshedAt)).toEqual([
      '2026-11-23T10:00:00.000Z',
      '2026-11-23T10:00:00.000Z',
    ]);
  });
  it('replays nothing after a no, nor without a terminal unless --no-confirm is passed', async () => {
    const no = await desk({ interactive: true, answer: false });
    expect(await no.run('replay', '--all')).toBe(1);
    expect(no.out).toEqual(['Nothing was sent.']);
    const script = await desk();
    expect(await script.run('replay', '--all')).toBe(2);
    expect(script.error).toEqual([
      'Not an interactive terminal: pass --no-confirm to replay without asking.',
    ]);
    for (const { requestQueue, numbers } of [no, script]) {
      expect(requestQueue.scheduled).toEqual([]);
      expect(await numbers()).toEqual(['1', '2']);
    }
    expect(await script.run('replay', '--all', '--no-confirm')).toBe(0);
    expect(await script.numbers()).toEqual([]);
  });
  it('names the originals that are not available, and ends with 1', async () => {
    const { run, error, numbers } = await desk(yes);
    expect(await run('replay', '1', '77')).toBe(1);
    expect(error).toEqual([
      'Message 77 is not available: it was removed, another operator has locked it, too many lie before it, or its original is missing.',
    ]);
    expect(await numbers()).toEqual(['2']);
  });
  it('requires numbers, or --all', async () => {
    const { run, out, asked } = await desk(yes);
    expect(await run('replay')).toBe(2);
    expect(out).toEqual(['No message was named: pass numbers from the list, or --all.']);
    expect(asked).toEqual([]);
  });
});

describe('dead-letters, the earlier name of quarantine', () => {
  const alias = 'dead-letters';
  it('lists and shows the same', async () => {
    for (const args of [['list'], ['list', '--json'], ['show', '1']]) {
      const [named, aliased] = [await desk(), await desk({}, alias)];
      expect(await named.run(...args)).toBe(0);
      expect(await aliased.run(...args)).toBe(0);
      expect(aliased.out.length).toBeGreaterThan(0);
      expect(aliased.out).toEqual(named.out);
    }
  });
  it('replays', async () => {
    const { run, requestQueue, numbers } = await desk({ interactive: true, answer: true }, alias);
    expect(await run('replay', '2')).toBe(0);
    expect(requestQueue.scheduled).toHaveLength(1);
    expect(await numbers()).toEqual(['1']);
  });
});
