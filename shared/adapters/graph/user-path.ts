/**
 * The path of a user, encoded for every character that a user principal name may contain: an unencoded `#EXT#` would cut
 * the path off, and a name that begins with `$` needs the form in parentheses (Microsoft Graph, "Get a user").
 */
export function userPath(idOrUserPrincipalName: string): string {
  return idOrUserPrincipalName.startsWith('$')
    ? `/users('${encodeSegment(idOrUserPrincipalName.replaceAll("'", "''"))}')`
    : `/users/${encodeSegment(idOrUserPrincipalName)}`;
}

/** A string literal of an OData filter, encoded for a query (OData 4.01, "ABNF construction rules"). */
export function filterLiteral(value: string): string {
  return `'${encodeSegment(value.replaceAll("'", "''"))}'`;
}

/** Encodes all but the unreserved characters (RFC 3986); `encodeURIComponent` alone would leave `!'()*`. */
export function encodeSegment(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
