/** The media type of a security event token (RFC 8417, section 7.2). */
export const TOKEN_MEDIA_TYPE = 'application/secevent+jwt';

/** Three parts of base64url, of which the first begins with `{"` (RFC 7515, section 7.1). */
const COMPACT_JWS = /^ey[\w-]+\.[\w-]+\.[\w-]*$/;
/** The largest body that is examined. */
const MAX_TOKEN_BYTES = 64 * 1024;

/** The token that a body consists of, if any; not verified yet. */
export function tokenIn(body: Uint8Array, contentType?: string): string | undefined {
  const isDeclared = mediaType(contentType) === TOKEN_MEDIA_TYPE;
  if (body.byteLength > MAX_TOKEN_BYTES) return isDeclared ? '' : undefined;
  const text = new TextDecoder().decode(body).trim();
  return isDeclared || COMPACT_JWS.test(text) ? text : undefined;
}

/** A content type without its parameters, in lower case. */
export function mediaType(contentType = ''): string {
  const [type = ''] = contentType.split(';');
  return type.trim().toLowerCase();
}
