import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome, Status } from '../../shared/core/outcome';
import { statuses } from '../../shared/core/outcome';
import { MAX_COMMENT, incidentComments } from '../../shared/messages/incidents/incident-comment';
import { incidentNote } from '../../shared/messages/incidents/incident-note';
import { plainText } from '../../shared/messages/incidents/plain-text';
import { resultMessage } from '../../shared/messages/result-message';
import { readTopicMessage } from '../../shared/messages/topic-message';
import { storedId } from '../../shared/core/ids';
import { generatedOutcomes, sentText } from '../support/generated-outcomes';
import { outcomeOf, outcomes } from '../support/outcomes';

const noteOf = (outcome: Outcome) => {
  const read = readTopicMessage(resultMessage(outcome, 'en').body);
  if (read.kind !== 'event' || read.event.type !== 'io.github.session-revoker.outcome.v1') return undefined;
  return incidentNote(read.event);
};
const of = (status: Status, changes: object = {}): Outcome => ({
  ...outcomeOf(status),
  alert: { incidentId: '29' },
  ...changes,
});
const QUIET: readonly Status[] = ['duplicate', 'nothingToDo', 'rejected'];
const revoked = outcomes['sign-out-pending'] ?? outcomeOf('signOutPending');

describe('what an incident learns', () => {
  it('is the sentences of the outcome, the time to contain, and the request', () => {
    const alert = { incidentId: '29', createdAt: '2026-11-23T09:58:56.000Z' };
    const { text = '', marker = '' } = noteOf({ ...revoked, alert }) ?? {};
    expect(text.replace(marker, 'MARKER')).toBe(
      '2026-11-23 10:00 UTC: It can take up to an hour to sign out Avery@contoso.com from all devices. ' +
        'Sessions that apps keep themselves have no bound; long-lived tokens Continuous Access Evaluation end by the event of the revocation, with the exceptions that Microsoft documents. ' +
        'Time to contain: 1 min 5 s. Tokens end by 2026-11-23 11:30 UTC at the latest. Status signOutPending, request inc-7. MARKER',
    );
  });
  it.each(statuses.filter((status) => !QUIET.includes(status)))('is every outcome: %s', (status) =>
    expect(noteOf(of(status))).toMatchObject({ incident: { system: 'defenderXdr', id: '29' } }),
  );
  it.each(QUIET)('is not what answers a repetition, which its own comment can cause: %s', (status) =>
    expect(noteOf(of(status))).toBeUndefined(),
  );
  it('is nothing where the alert names no incident', () =>
    expect(noteOf(outcomeOf('failed'))).toBeUndefined());
  it.each([
    ['signOutPending', true],
    ['signedOut', true],
    ['failed', false],
    ['protected', false],
    ['whatIf', false],
  ] as const)('has a marker of its own for each %s: %j', (status, isOwn) => {
    const [one, other] = ['a', 'b'].map((id) => noteOf(of(status, { id: storedId(id) }))?.marker);
    expect(one !== other).toBe(isOwn);
  });
  it('says no time to contain that is negative', () => {
    const alert = { incidentId: '29', createdAt: '2026-11-23T10:05:00.000Z' };
    expect(noteOf({ ...revoked, alert })?.text).not.toContain('contain:');
  });
  it('is one line without markup, whatever senders have written', () =>
    fc.assert(
      fc.property(generatedOutcomes, (outcome) => {
        const note = noteOf({ ...outcome, alert: { ...outcome.alert, incidentId: '29' } });
        if (!note) return;
        const own = note.text.replace(note.marker, '');
        expect(own).not.toMatch(/[<>&[\]{}()*`~|\n]|:\/\/|www\./i);
        expect(own).not.toMatch(/(?:^|\s)[_#]|[_#](?:\s|$)/);
        expect(note.text.length).toBeLessThan(1400);
      }),
    ));
});

describe('text of a sender', () => {
  it.each([
    ['john_doe@contoso.com', 'john_doe@contoso.com'],
    ['CONTOSO\\avery', 'CONTOSO\\avery'],
    ['a_b.com#EXT#@contoso.com', 'a_b.com#EXT#@contoso.com'],
    ['_loud_ and **bold**', 'loud and bold'],
    ['[click](https://evil.example)', 'click evil.example'],
    ['<img src=x onerror=y>', 'img src=x onerror=y'],
    ['# Title\n- item', 'Title - item'],
  ])('loses markup and keeps names: %s', (written, plain) => expect(plainText(written)).toBe(plain));
  it('stays plain when it is made plain again, and is bounded', () =>
    fc.assert(
      fc.property(sentText, fc.integer({ min: 10, max: 300 }), (text, max) =>
        expect(plainText(text, max).length).toBeLessThanOrEqual(max + 1),
      ),
    ));
});

describe('the comments', () => {
  const notes = fc.uniqueArray(
    fc.record({
      marker: fc.stringMatching(/^[0-9a-f]{4,8}$/).map((hex) => `(m ${hex})`),
      words: fc.integer({ min: 0, max: 1300 }),
      requestId: fc.constantFrom('r-1', 'r-2', 'a_b(c)*'),
    }),
    { selector: ({ marker }) => marker, maxLength: 40 },
  );
  const consoleUrl = 'https://func.example/api/console';
  it('say each note whole and once, in bounded comments with ids of their own, whatever their order', () =>
    fc.assert(
      fc.property(notes, fc.boolean(), (made, isLinked) => {
        const said = made.map(({ words, ...note }) => ({
          ...note,
          text: `${'x'.repeat(words)} ${note.marker}`,
        }));
        const url = isLinked ? consoleUrl : undefined;
        const comments = incidentComments(said, url);
        expect(comments).toEqual(incidentComments(said.toReversed(), url));
        for (const { text } of comments) expect(text.length).toBeLessThanOrEqual(MAX_COMMENT);
        for (const { text, marker } of said) {
          expect(comments.filter((comment) => comment.text.includes(text))).toHaveLength(1);
          expect(comments.filter(({ markers }) => markers.includes(marker))).toHaveLength(1);
        }
        expect(new Set(comments.map(({ id }) => id)).size).toBe(comments.length);
        for (const { id } of comments)
          expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      }),
    ));
  it('link to the request where they are about one, and else to the console', () => {
    const note = (marker: string, requestId: string) => ({ marker, requestId, text: marker });
    const [one] = incidentComments([note('a', 'a_b(c)')], consoleUrl);
    expect(one?.text).toBe(`a\n${consoleUrl}#request=a%5Fb%28c%29`);
    const [both] = incidentComments([note('a', 'r-1'), note('b', 'r-2')], consoleUrl);
    expect(both?.text).toBe(`a\nb\n${consoleUrl}`);
  });
});
