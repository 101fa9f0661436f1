import type { EventReading } from './event-fields';
import { MAX_FIELDS, eventOf, headerFields, malformed, tooManyFields } from './event-fields';

const HEADER = [
  'version',
  'deviceVendor',
  'deviceProduct',
  'deviceVersion',
  'deviceEventClassId',
  'name',
  'severity',
] as const;

/** A key begins the extension, or follows a space; an equals sign in a value is escaped. */
const KEY = /(?:^| )([\w.,[\]-]+)=/g;

const IN_HEADER: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ['|', '|'],
]);
const IN_EXTENSION: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ['=', '='],
  ['n', '\n'],
  ['r', '\r'],
]);

/**
 * Reads an event in the Common Event Format ("ArcSight Common Event Format (CEF) Implementation Standard"). Values are
 * text. An equals sign that is not escaped counts as part of a value where no key is before it.
 *
 * @param text begins behind `CEF:`
 */
export function readCef(text: string): EventReading {
  const { values, end } = headerOf(text);
  if (values.length < HEADER.length) return malformed('cef', 'has not all seven fields of the header of CEF');
  if (!/^\d+$/.test(values[0] ?? '')) return malformed('cef.version', 'is not a version of CEF');
  const extension = text.slice(end).trimStart();
  const keys = keysIn(extension);
  if (extension !== '' && keys[0]?.start !== 0) {
    return malformed('cef.extension', 'does not begin with a key and an equals sign');
  }
  if (keys.length > MAX_FIELDS) return tooManyFields('cef.extension');
  const fields = keys.map(({ key, end: from }, n): [string, string] => [
    key,
    unescaped(extension.slice(from, keys[n + 1]?.start), IN_EXTENSION),
  ]);
  return eventOf(['cef', 'extension'], headerFields(HEADER, values), fields);
}

/** The keys of an extension, from the space before a key to its equals sign. */
function keysIn(extension: string): readonly Key[] {
  const keys: Key[] = [];
  for (const { 0: written, 1: key = '', index } of extension.matchAll(KEY)) {
    keys.push({ key, start: index, end: index + written.length });
    if (keys.length > MAX_FIELDS) break;
  }
  return keys;
}

interface Key {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** The fields of the header, and where the extension begins. */
function headerOf(text: string): { readonly values: readonly string[]; readonly end: number } {
  const values: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length && values.length < HEADER.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '|') {
      values.push(unescaped(text.slice(start, at), IN_HEADER));
      start = at + 1;
    }
  }
  return { values, end: start };
}

/** Other escapes than those of CEF stay as they are: products write `CONTOSO\avery` without one. */
function unescaped(text: string, escapes: ReadonlyMap<string, string>): string {
  let written = '';
  let start = 0;
  for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', at + 2)) {
    const meant = escapes.get(text.charAt(at + 1));
    if (meant === undefined) continue;
    written += text.slice(start, at) + meant;
    start = at + 2;
  }
  return written + text.slice(start);
}
