import { GUID } from '../core/guid';

/** SharePoint's login names: of Entra ID, and of a domain ("SharePoint claims encoding"). */
const CLAIM = /^(?:i:)?0#\.(?:f\|membership|w)\|/i;
/** The scheme of an address, as Exchange, browsers and WebFinger write it; Vectra writes O365. */
const SCHEME = /^(?:smtp|mailto|acct|o365):/i;
/** An address behind the name of its owner (RFC 5322, `name-addr`). */
const NAME_AND_ADDRESS = /^[^<>]*<\s*([^<>\s@]+@[^<>\s@]+)\s*>\s*$/;
const ADDRESSES = /<\s*([^<>\s@]+@[^<>\s@]+)\s*>/g;

/** The name of a user without what products write around it; other text is returned as it is. */
export function plainName(text: string): string {
  const inner = NAME_AND_ADDRESS.exec(text)?.[1] ?? text;
  const plain = inner.replace(CLAIM, '').replace(SCHEME, '');
  return plain === inner || !/^mailto:/i.test(inner) ? plain : (plain.split('?', 1)[0] ?? '');
}

/** What separates names, or an address from the name of its owner. */
const SEVERAL = /[\r\n;,<]/;

/**
 * The names of users in one field, each without what products write around it. Line breaks always separate names;
 * semicolons and commas do where that leaves whole names: `Doe, John` is one name.
 */
export function namesIn(text: string): readonly string[] {
  if (!SEVERAL.test(text)) return text.trim() === '' ? [] : [plainName(text.trim())];
  const lines = partsOf(text, /[\r\n]+/);
  return lines.length === 0 ? [] : lines.flatMap(namesInLine);
}

function namesInLine(line: string): readonly string[] {
  for (const [separator, isName] of [
    [/[;,]/, isWhole],
    [/;/, isWholeOrBare],
  ] as const) {
    const parts = partsOf(line, separator).map(plainName);
    if (parts.length > 0 && parts.every(isName)) return parts;
  }
  const addresses = [...line.matchAll(ADDRESSES)].flatMap(([, address]) => address ?? []);
  return addresses.length > 1 && !line.replaceAll(ADDRESSES, '').includes('@')
    ? addresses.map(plainName)
    : [plainName(line)];
}

function partsOf(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
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
