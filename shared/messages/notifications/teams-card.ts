import type { JsonObject } from '../json-object';
import type { Notification } from './notification';

/**
 * The message of a Workflows webhook of Teams: one adaptive card. Texts are runs of text, which are not read as Markdown,
 * so that nothing in them becomes a link, an image or a mention. A mention would need an entity beside the text as well.
 */
export function teamsMessage({ title, message, colon, fields, footer, link }: Notification): JsonObject {
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          fallbackText: plain(title),
          body: [
            line([run(title, { weight: 'Bolder', size: 'Large' })]),
            line([run(message)]),
            ...fields.map(([label, value]) =>
              line([run(`${label}${colon}`, { weight: 'Bolder' }), run(value)]),
            ),
            line([run(footer, { isSubtle: true, size: 'Small' })]),
          ],
          ...(link && { actions: [{ type: 'Action.OpenUrl', title: link.label, url: link.url }] }),
        },
      },
    ],
  };
}

function line(inlines: readonly JsonObject[]): JsonObject {
  return { type: 'RichTextBlock', inlines };
}

function run(text: string, style: JsonObject = {}): JsonObject {
  return { type: 'TextRun', text: plain(text), ...style };
}

/** `{{DATE(…)}}` is a function of adaptive cards, and the tag `at` a mention of Teams: neither may come from outside. */
function plain(text: string): string {
  return text.replace(/\{(?=\{)/g, '{ ').replace(/<(?=\/?at\b)/gi, '‹');
}
