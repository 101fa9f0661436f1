import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { notificationOf } from '../../shared/messages/notifications/notification';
import { slackMessage } from '../../shared/messages/notifications/slack-message';
import { teamsMessage } from '../../shared/messages/notifications/teams-card';
import type { OutcomeEvent } from '../../shared/messages/outcome-event';
import { expectEqual } from '../support/equal';

const consoleUrl = 'https://revoker.contoso.com/api/console';

/** An outcome whose every text is somebody else's. */
function hostile(text: string): OutcomeEvent {
  return {
    id: text,
    time: text,
    type: 'io.github.session-revoker.outcome.v1',
    data: {
      requestId: text,
      status: text,
      mode: text,
      message: text,
      receivedBy: text,
      reason: text,
      requestedBy: text,
      user: { reference: text, userPrincipalName: text },
      tenantId: text,
      alert: { provider: text, title: text, severity: text, url: text, id: text },
      receivedAt: text,
      completedAt: text,
      methods: [],
      confirmation: { id: text, expiresAt: text },
      issues: [{ path: text, message: text }],
    },
  };
}
const cardsOf = (text: string) => {
  const notification = notificationOf(hostile(text), { locale: 'en', consoleUrl });
  return { teams: teamsMessage(notification), slack: slackMessage(notification) };
};

interface Part {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly url?: unknown;
}
/** Every object in a message. */
function partsOf(value: unknown): Part[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(partsOf)];
}

const markup = [
  '<!channel>',
  '<!here|here>',
  '<@U123>',
  '<https://evil.example|Open the console>',
  '&lt;!channel&gt;',
  '<at>Everyone</at>',
  '[Open the console](https://evil.example)',
  '![](https://evil.example/pixel)',
  '{{DATE(2026-11-23T10:00:00Z,SHORT)}}',
  '*bold* _italic_ ~gone~ `code` @here #general :rotating_light:',
  '","actions":[{"type":"Action.Submit"}],"x":"',
  'a\u202Eb\u200Bc\n\nOutcome: approved',
];
const anyText = fc.oneof(
  fc.string({ unit: 'binary-ascii' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(...markup),
  fc.tuple(fc.constantFrom(...markup), fc.string()).map(([one, other]) => `${other}${one}${other}`),
);

describe('whatever a sender writes, a card', () => {
  it.each(markup)('has no markup of %j', (text) => {
    const { teams, slack } = cardsOf(text);
    for (const { type, text: shown } of partsOf(teams)) {
      // Only `TextBlock`s and facts are read as Markdown, and there is none.
      expect(type === undefined || typeof type === 'string').toBe(true);
      if (typeof shown === 'string') expect(shown).not.toMatch(/\{\{|<\/?at\b|\n/i);
    }
    for (const { type, text: shown } of partsOf(slack)) {
      if (typeof shown !== 'string') continue;
      if (type === 'mrkdwn')
        expect(shown).toMatch(
          /^<https:\/\/revoker\.contoso\.com\/api\/console#request=[\w.%!'()*~-]*\|Open the console>$/,
        );
      else expect(shown).not.toMatch(/[<>\n]|&(?!amp;|lt;|gt;)/);
    }
    const { text: fallback } = slack;
    expect(fallback).not.toMatch(/[*_~`@#:](?!\u200B)/);
  });
  it('has the parts and the links that it has for any other text', () =>
    fc.assert(
      fc.property(anyText, (text) => {
        const shape = (value: unknown): unknown =>
          partsOf(value).map(({ type, url }) => [
            type,
            typeof url === 'string' && !url.startsWith(`${consoleUrl}#`),
          ]);
        const { teams, slack } = cardsOf(text);
        const [plain, plainSlack] = [cardsOf('x').teams, cardsOf('x').slack];
        // A text of which nothing is left to show has no field.
        if (/^[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u.test(text.toWellFormed())) return;
        expectEqual(shape(teams), shape(plain));
        expectEqual(shape(slack), shape(plainSlack));
      }),
    ));
  it('is small enough for Teams and Slack', () => {
    const { teams, slack } = cardsOf('<&">\u{1F600}'.repeat(10_000));
    expect(JSON.stringify(teams).length).toBeLessThan(20_000);
    expect(JSON.stringify(slack).length).toBeLessThan(30_000);
    for (const { type, text } of partsOf(slack)) {
      if (typeof text !== 'string') continue;
      expect(text.length).toBeLessThanOrEqual(type === 'plain_text' ? 3_000 : 5_000);
    }
  });
});
