import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { statuses } from '../../shared/core/outcome';
import { FOR_A_PERSON, isWanted } from '../../shared/messages/notifications/destination';
import { labelsIn } from '../../shared/messages/notifications/labels';
import { notificationOf, notificationOfMany } from '../../shared/messages/notifications/notification';
import { shownText, shownTime } from '../../shared/messages/notifications/shown-text';
import { slackMessage } from '../../shared/messages/notifications/slack-message';
import { teamsMessage } from '../../shared/messages/notifications/teams-card';
import type { OutcomeEvent } from '../../shared/messages/outcome-event';
import { readTopicMessage } from '../../shared/messages/topic-message';
import { resultMessage } from '../../shared/messages/result-message';
import type { Locale } from '../../shared/messages/sentences/statuses';
import { locales } from '../../shared/messages/sentences/statuses';
import { localTopology } from '../../local/local-topology';
import { outcomeOf, outcomes } from '../support/outcomes';
import { aReminder, anEviction, lateMethod } from '../support/passed-on-events';

const consoleUrl = 'https://revoker.contoso.com/api/console';

function eventOf(name: string, locale: Locale = 'en'): OutcomeEvent {
  const read = readTopicMessage(resultMessage(outcomes[name] ?? outcomeOf('failed'), locale).body);
  if (read.kind !== 'event' || read.event.type !== 'io.github.session-revoker.outcome.v1') {
    throw new Error(read.kind);
  }
  return read.event;
}

describe('a notification', () => {
  const cases = ['held', 'rejected', 'sign-out-pending', 'declined'].flatMap((name) =>
    locales.flatMap((locale) => [
      [`${name}.${locale}.teams`, teamsMessage, name, locale] as const,
      [`${name}.${locale}.slack`, slackMessage, name, locale] as const,
    ]),
  );
  it.each(cases)('%s is as in its golden file', (file, write, name, locale) => {
    const actual = write(notificationOf(eventOf(name, locale), { locale, consoleUrl }));
    const path = join(__dirname, 'golden/notifications', `${file}.json`);
    if (process.env['UPDATE_GOLDEN'] === 'true') writeFileSync(path, `${JSON.stringify(actual, null, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(path, 'utf8')));
  });
  const others = locales.flatMap((locale) => [
    [`late-method.${locale}`, lateMethod('failed', locale), locale] as const,
    [`reminder.${locale}`, aReminder('held', locale), locale] as const,
    [`returned.${locale}`, anEviction('returned', locale), locale] as const,
    [`confirmed.${locale}`, anEviction('confirmed', locale), locale] as const,
  ]);
  it.each(others)('of another event is as in its golden file: %s', (file, body, locale) => {
    const read = readTopicMessage(body);
    if (read.kind !== 'event') throw new Error(read.kind);
    const actual = teamsMessage(notificationOf(read.event, { locale, consoleUrl }));
    const path = join(__dirname, 'golden/notifications', `${file}.teams.json`);
    if (process.env['UPDATE_GOLDEN'] === 'true') writeFileSync(path, `${JSON.stringify(actual, null, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(path, 'utf8')));
  });
  it.each(locales)('of many that the brake holds says when, and leads to all of them: %s', (locale) => {
    const event = { ...eventOf('held', locale), time: '2026-11-23T10:00:02.000Z' };
    const { message, link, footer } = notificationOfMany(event, { locale, consoleUrl });
    expect(message).toContain('2026-11-23 10:00 UTC');
    expect(message).not.toContain('{');
    expect(link?.url).toBe(consoleUrl);
    expect(footer).toContain('4f2d');
  });
  it.each(Object.keys(outcomes))('of %s has a title, the sentence of the outcome, and its id', (name) => {
    const event = eventOf(name);
    const { title, message, footer } = notificationOf(event, { locale: 'en' });
    expect(title).toMatch(/^[A-Z]/);
    expect(message).toBe(event.data.message);
    expect(footer).toBe('Outcome 4f2d');
  });
  it('has no link without the address of the console', () => {
    const notification = notificationOf(eventOf('held'), { locale: 'en' });
    expect(notification).not.toHaveProperty('link');
    for (const write of [teamsMessage, slackMessage]) {
      expect(JSON.stringify(write(notification)).replace('http://adaptivecards.io/schemas', '')).not.toMatch(
        /https?:|actions/,
      );
    }
  });
  it('has no button but the link: nobody decides by a card', () => {
    const notification = notificationOf(eventOf('awaiting-confirmation'), { locale: 'en', consoleUrl });
    const kinds = (value: object): string[] =>
      [...JSON.stringify(value).matchAll(/"type":"([\w.]+)"/g)].map(([, kind = '']) => kind);
    expect(new Set(kinds(teamsMessage(notification)))).toEqual(
      new Set(['message', 'AdaptiveCard', 'RichTextBlock', 'TextRun', 'Action.OpenUrl']),
    );
    expect(new Set(kinds(slackMessage(notification)))).toEqual(
      new Set(['header', 'section', 'context', 'plain_text', 'mrkdwn']),
    );
  });
  it('says until when a person can decide only while it waits', () => {
    const labels = (name: string) =>
      notificationOf(eventOf(name), { locale: 'en' }).fields.map(([label]) => label);
    expect(labels('awaiting-confirmation')).toEqual(expect.arrayContaining(['Decide before', 'Approval']));
    expect(labels('declined')).not.toEqual(expect.arrayContaining(['Decide before']));
  });
  it('with a status of a later version has the status as its title', () => {
    const event = eventOf('failed');
    const later = { ...event, data: { ...event.data, status: 'ofLater' } };
    expect(notificationOf(later, { locale: 'fr' }).title).toBe('ofLater');
  });
  it('names the request in its link, whatever its id is', () => {
    const event = eventOf('held');
    const named = { ...event, data: { ...event.data, requestId: 'a|b>#/?é\ud800' } };
    expect(notificationOf(named, { locale: 'en', consoleUrl }).link?.url).toBe(
      `${consoleUrl}#request=a%7Cb%3E%23%2F%3F%C3%A9%EF%BF%BD`,
    );
  });
});

describe('what a destination wants without saying so', () => {
  it('is what the subscription attention has, and approvals that nobody gave in time', () => {
    const filter = localTopology.topics['revocation-results']?.subscriptions['attention']?.filter;
    const attention = [...(filter && 'sql' in filter ? filter.sql : '').matchAll(/'(\w+)'/g)].map(
      ([, status = '']) => status,
    );
    expect([...FOR_A_PERSON].toSorted()).toEqual([...attention, 'expired'].toSorted());
  });
  it.each(statuses)('all has %s', (status) => expect(isWanted('all', status)).toBe(true));
});

describe('labels', () => {
  it.each(locales)('in %s differ from each other', (locale) => {
    const { titles, fields } = labelsIn(locale);
    for (const words of [Object.values(titles), Object.values(fields)])
      expect(new Set(words).size).toBe(words.length);
  });
});

describe('shown text', () => {
  it.each([
    ['two\n\tlines\u2028here', 'two lines here'],
    ['turned\u202Egpj.exe', 'turnedgpj.exe'],
    ['in\u200Bvi\u00ADsible', 'invisible'],
    ['  space\u00A0 around ', 'space around'],
    ['half \ud800', 'half \uFFFD'],
    ['\u0000\u001b[31mred', '[31mred'],
  ])('%j is %j', (text, shown) => expect(shownText(text)).toBe(shown));
  it('is cut, and not within a character', () => {
    expect(shownText('a'.repeat(400))).toBe(`${'a'.repeat(300)}…`);
    expect(shownText(`${'a'.repeat(299)}😀b`).isWellFormed()).toBe(true);
  });
  it.each([
    ['2026-11-23T22:00:02.000Z', '2026-11-23 22:00 UTC'],
    ['2026-11-23T22:00:02Z', '2026-11-23 22:00 UTC'],
    ['tomorrow', 'tomorrow'],
  ])('of the time %s is %s', (time, shown) => expect(shownTime(time)).toBe(shown));
});
