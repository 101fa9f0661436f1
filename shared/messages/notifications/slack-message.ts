import type { JsonObject } from '../json-object';
import type { Notification } from './notification';

/** Limits of Block Kit, in characters. */
const MAX_HEADER = 150;

/**
 * The message of an incoming webhook of Slack, in Block Kit. Texts are `plain_text`, in which nothing is markup, and their
 * `&`, `<` and `>` are escaped, without which there is no mention, no link and no channel.
 */
export function slackMessage({ title, message, colon, fields, footer, link }: Notification): JsonObject {
  return {
    // What a notification of a phone shows, and all that is read as markup.
    text: markup(`${title}${colon}${message}`),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: plain(title.slice(0, MAX_HEADER)) },
      { type: 'section', text: plain(message) },
      ...fields.map(([label, value]) => ({ type: 'section', text: plain(`${label}${colon}${value}`) })),
      ...(link ? [{ type: 'section', text: linkText(link) }] : []),
      { type: 'context', elements: [plain(footer)] },
    ],
  };
}

function plain(text: string): JsonObject {
  return { type: 'plain_text', text: escaped(text), emoji: false };
}

/** Of our own words, and an address whose foreign part is encoded. */
function linkText({ label, url }: NonNullable<Notification['link']>): JsonObject {
  return {
    type: 'mrkdwn',
    text: `<${escaped(url).replaceAll('|', '%7C')}|${escaped(label)}>`,
    verbatim: true,
  };
}

/** A character of no width after each mark keeps Slack from reading the text as its markup. */
function markup(text: string): string {
  return escaped(text).replace(/[*_~`@#:]/g, '$&\u200B');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
