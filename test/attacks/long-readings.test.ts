import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../../shared/alerts/read-message';

/** The largest message of the tier Standard. */
const BYTES = 256 * 1024;
/** Ten times what an idle machine needs; what this must find took 14 s. */
const MAX_CPU_MS = 1000;

const MAX_MB = 64;

/** What reading a message takes: CPU time, and by how much the memory of the process exceeds the most that it had before. */
function costOf(text: string): { readonly cpuMs: number; readonly mb: number } {
  const body = Buffer.from(text);
  const [cpu, { maxRSS }] = [process.cpuUsage(), process.resourceUsage()];
  readMessage(body, { fallbackId: 'message-1' });
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1000, mb: (process.resourceUsage().maxRSS - maxRSS) / 1024 };
}

/** A text repeated until it fills a message, between what opens it and what closes it. */
const filled = (part: string, open = '', close = ''): string =>
  `${open}${part.repeat(Math.floor((BYTES - open.length - close.length) / part.length))}${close}`;

/** Nested so deep that a message is full. */
const nested = (open: string, close: string): string => {
  const depth = Math.floor(BYTES / (open.length + close.length));
  return `${open.repeat(depth)}1${close.repeat(depth)}`;
};

describe('a message of 256 KB is read in less than a second of CPU time and 64 MB', () => {
  it.each([
    ['a key twice around everything', `{"user":1,"user":${nested('{"a":', '}')}}`],
    ['a key twice at each level', `{"user":1,"user":${nested('{"a":', ',"a":1}')}}`],
    ['one key again and again', filled('"a":1,', '{', '"a":1}')],
    ['objects in objects', nested('{"a":', '}')],
    ['lists in lists', nested('[', ']')],
    ['many alerts', filled('{"user":"a"},', '[', '{}]')],
    ['many lines', filled('{"user":"a"}\n')],
    ['quotation marks', filled('\\"', '"', '"')],
    ['digits', filled('1234567890123456,', '[', '1]')],
    ['base64 of nothing', filled('QUJD')],
    ['blanks', filled(' ')],
    ['separators of names', filled(';', '{"user":"', '"}')],
    ['separators and blanks', filled(' ,', '{"user":"a', '"}')],
    ['an event without an end', filled('a=', 'CEF:0|a|b|1|1|n|5|')],
  ])('%s', (_what, text) => {
    expect(text.length).toBeGreaterThan(BYTES - 100);
    const { cpuMs, mb } = costOf(text);
    expect(cpuMs).toBeLessThan(MAX_CPU_MS);
    expect(mb).toBeLessThan(MAX_MB);
  });
});
