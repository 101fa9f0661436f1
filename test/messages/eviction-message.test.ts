import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Eviction } from '../../shared/core/eviction';
import { returnedSessions, unknownReasons } from '../../shared/core/eviction';
import { evictionMessage } from '../../shared/messages/eviction-message';
import { evictionSchema } from '../../shared/messages/eviction-schema';
import { evictionJsonSchema } from '../../shared/messages/json-schema';
import { locales } from '../../shared/messages/sentences/statuses';
import { evictions } from '../support/passed-on-events';
import { aSignIn, aWatch, minute } from '../support/watches';

const messageOf = (eviction: Eviction, locale: 'en' | 'fr' = 'en') =>
  evictionMessage({ watch: aWatch(), eviction, decidedAt: new Date(minute(5)), onReturn: 'revoke' }, locale);
const sentence = (eviction: Eviction, locale: 'en' | 'fr'): string => {
  const { data } = evictionSchema.parse(JSON.parse(Buffer.from(messageOf(eviction, locale).body).toString()));
  return data.message;
};
const signIn = { ...aSignIn(3, 5).signIn, seenIn: 'interactive' as const };

describe('the event that says whether a revocation held is a public contract', () => {
  const cases = locales.flatMap((locale) =>
    Object.entries(evictions).map(([name, eviction]) => [name, locale, eviction] as const),
  );
  it.each(cases)('it is as in its golden file, and valid by its schema: %s.%s', (name, locale, eviction) => {
    const { body, ...properties } = messageOf(eviction, locale);
    const event: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    expect(evictionSchema.safeParse(event).error).toBeUndefined();
    const file = join(__dirname, 'golden', `eviction-${name}.${locale}.json`);
    const actual = { ...properties, body: event };
    if (process.env['UPDATE_GOLDEN'] === 'true') writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
  it('ships the JSON Schema that the code generates', () => {
    const file = join(__dirname, '../../docs/schemas/revocation-eviction.schema.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(evictionJsonSchema());
  });
  it('has the same id whatever the verdict is: there is one for each revocation', () =>
    expect(messageOf({ verdict: 'confirmed' }).messageId).toBe(
      messageOf({ verdict: 'unknown', reason: 'logSilent' }).messageId,
    ));
  it.each(locales)('has a sentence for every verdict and reason: %s', (locale) => {
    const sentences = [
      sentence({ verdict: 'confirmed' }, locale),
      ...returnedSessions.map((session) => sentence({ verdict: 'returned', session, signIn }, locale)),
      ...unknownReasons.map((reason) => sentence({ verdict: 'unknown', reason }, locale)),
    ];
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const one of sentences) expect(one).toMatch(/^[^{}]*avery@contoso\.com[^{}]*\.$/);
  });
});
