import type { Issue } from '../core/outcome';
import type { Decompress } from '../messages/content-encoding';
import { contentEncodingIn } from '../messages/content-encoding';
import { MAX_BODY_BYTES } from './json-document';

export type PlainBody =
  | { readonly kind: 'plain'; readonly bytes: Uint8Array }
  | { readonly kind: 'rejected'; readonly issues: readonly Issue[] };

/**
 * The body of a message without compression, by the content encoding that its properties name. A body that is not
 * compressed after all is taken as it is: gateways decompress a body and leave its header.
 */
export function plainBody(
  body: Uint8Array,
  properties: Readonly<Record<string, unknown>> | undefined,
  decompress: Decompress,
): PlainBody {
  const encoding = contentEncodingIn(properties);
  const result = encoding && decompress(body, encoding);
  if (result?.kind === 'tooLarge') {
    const message = `The message has more than ${String(MAX_BODY_BYTES)} bytes when it is decompressed.`;
    return { kind: 'rejected', issues: [{ path: '$', message }] };
  }
  return { kind: 'plain', bytes: result?.kind === 'decompressed' ? result.bytes : body };
}
