import { GUID } from '../core/guid';

/** SharePoint's login names: of Entra ID, and of a domain ("SharePoint claims encoding"). */
const CLAIM = /^(?:i:)?0#\.(?:f\|membership|w)\|/i;
/** The scheme of an address, as Exchange, browsers and WebFinger write it; Vectra writes O365. */
const SCHEME = /^(?:smtp|mailto|acct|o365):/i;
/** An address behind the name of its owner (RFC 5322, `name-addr`). */
const NAME_AND_ADDRESS = /^[^<>]*<\s*([^<>\s@]+@[^<>\s@]+)\s*>\s*$/;
const ADDRESSES = /<\s*([^<>\s@]+@[^<>\s@]+)\s*>/g;

/** What products write around a name has one of these; a name alone rarely has. */
const DECORATED = /[<:#]/;

/** The name of a user without what products write around it; other text is returned as it is. */
export function plainName(text: string): string {
  if (!DECORATED.test(text)) return text;
  const inner = NAME_AND_ADDRESS.exec(text)?.[1] ?? text;
  const plain = inner.replace(CLAIM, '').replace(SCHEME, '');
  return plain === inner || !/^mailto:/i.test(inner) ? plain : (plain.split('?', 1)[0] ?? '');
}

/** What separates names, or an address from the name of its owner. */
const SEVERAL = /[\r\n;,<]/;

/** Whether a field holds one name and nothing else, so that it need not be taken apart. */
export function isOnePlainName(text: string): boolean {
  return text !== '' && !SEVERAL.test(text) && !DECORATED.test(text) && text.trim() === text;
}

/**
 * The names of users in one field, each without what products write around it. Line breaks always separate names;
 * semicolons and commas do where that leaves whole names: `Doe, John` is one name.
 *
 * @param enough So many names are enough: further ones are not looked for.
 */
export function namesIn(text: string, enough = Infinity): readonly string[] {
  if (!SEVERAL.test(text)) return text.trim() === '' ? [] : [plainName(text.trim())];
  const names: string[] = [];
  for (const line of text.split(/[\r\n]+/)) {
    if (names.length >= enough) break;
    if (line.trim() === '') continue;
    for (const name of namesInLine(line.trim(), enough)) names.push(name);
  }
  return names;
}

function namesInLine(line: string, enough: number): readonly string[] {
  const names =
    namesBetween(line, /[;,][;,\s]*/, isWhole, enough) ??
    namesBetween(line, /;[;\s]*/, isWholeOrBare, enough);
  if (names) return names;
  const addresses: string[] = [];
  for (const [, address] of line.matchAll(ADDRESSES)) {
    if (address !== undefined && addresses.push(plainName(address)) >= enough) break;
  }
  return addresses.length > 1 && !line.replaceAll(ADDRESSES, '').includes('@')
    ? addresses
    : [plainName(line)];
}

/** The names that separators leave, of which several in a row are one; undefined when some part between is no name. */
function namesBetween(
  line: string,
  separator: RegExp,
  isName: (name: string) => boolean,
  enough: number,
): readonly string[] | undefined {
  const names: string[] = [];
  for (const part of line.split(separator)) {
    if (part.trim() === '') continue;
    const name = plainName(part.trim());
    if (!isName(name)) return undefined;
    if (names.push(name) >= enough) break;
  }
  return names.length > 0 ? names : undefined;
}

/** Neither user principal names nor account names can hold a comma or a semicolon. */
function isWhole(name: string): boolean {
  return (
    /^[^\s@/\\]+@[^\s@/\\]+$/.test(name) ||
    GUID.test(name) ||
    /^S-1-[\d-]+$/i.test(name) ||
    /^[^\s@\\]+\\[^@\\]+$/.test(name)
  );
}

function isWholeOrBare(name: string): boolean {
  return isWhole(name) || /^[^\s@,]+$/.test(name);
}
