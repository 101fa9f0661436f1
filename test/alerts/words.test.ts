import { describe, expect, it } from '@jest/globals';
import { isMeaning, means, meanings } from '../../shared/alerts/meanings';
import { wordReader } from '../../shared/alerts/words';

const read = wordReader(['false', 'positive', 'closed', 'not']);

describe('a text is read as words', () => {
  it.each([
    ['falsePositive', 'false positive'],
    ['FALSE_POSITIVE', 'false positive'],
    ['falsepositive', 'false positive'],
    ['Closed - a false-positive', 'closed false positive'],
    ['closedish', 'closedish'],
    ['disclosed', 'disclosed'],
    ['STATUS_060', 'status 060'],
    ['ÉtéFermé', 'été fermé'],
    ['', ''],
    ['…', ''],
  ])('%s: %s', (text, words) => expect(read(text)).toBe(words));
  it('but for one that is too long for several known words', () => {
    const six = 'closed'.repeat(8);
    expect(read(six)).toBe(Array.from({ length: 8 }, () => 'closed').join(' '));
    expect(read(`${six}closed`)).toBe(`${six}closed`);
  });
  it('up to a thousand characters', () => {
    expect(read(`${'x '.repeat(496)}closed`)).toMatch(/ closed$/);
    expect(read(`${'x '.repeat(500)}closed`)).not.toMatch(/closed/);
  });
});

describe('the title of an alert', () => {
  it.each([
    ['Phishing email received', true, false],
    ['Email reported by user as junk', true, false],
    ['Suspicious inbox forwarding rule', false, true],
    ['Unfamiliar sign-in properties', false, false],
  ])('%s: mail received %s, mailbox acts %s', (title, received, acts) => {
    expect(means(title, 'mailReceived')).toBe(received);
    expect(means(title, 'mailboxActs')).toBe(acts);
  });
});

it('names of meanings are those that a format may use', () => {
  expect(meanings.filter(isMeaning)).toEqual([...meanings]);
  expect(isMeaning('open')).toBe(false);
  expect(means('closed', 'open')).toBe(false);
  expect(means('  [test] A sign-in ', 'sample')).toBe(true);
});
