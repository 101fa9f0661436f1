const MAX_SHOWN = 300;

/**
 * Text of a sender as a person sees it: on one line, without invisible characters and those that turn the direction of
 * writing, and cut to a length.
 */
export function shownText(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\p{Cf}+/gu, '')
    .trim();
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN).toWellFormed()}…` : line;
}

/** `2026-11-23 10:00 UTC`; text that is not such a time is left as it is. */
export function shownTime(time: string): string {
  const [, day, minute] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z$/.exec(time) ?? [];
  return day === undefined || minute === undefined ? time : `${day} ${minute} UTC`;
}
