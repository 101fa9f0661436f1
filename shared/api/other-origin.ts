/**
 * Whether a page of another origin has made the call. Only browsers say where a call comes from; who calls is proven by the token
 * alone. Names of headers are in lower case.
 */
export function isOfAnotherOrigin(headers: Readonly<Record<string, string>>): boolean {
  const { origin, host, 'x-forwarded-host': forwarded } = headers;
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  // A proxy in front of the app may have replaced the host; no page can set this header for a call to another origin.
  return ![host, forwarded].includes(new URL(origin).host);
}
