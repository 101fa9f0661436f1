import { eventTypeIn } from '../messages/binary-event';
import { tokenIn } from '../messages/security-event-token';
import type { Format } from './format';
import { plainBody } from './plain-body';
import type { ReadingContext } from './read-message';
import { readMessage } from './read-message';
import type { Reading } from './reading';

/** A body as it came, with what its message says of it. */
export interface MessageBody {
  readonly body: Uint8Array;
  readonly contentType?: string | undefined;
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

/** A body that was opened: its readings, or a token that must be verified before its claims are read. */
export type OpenedMessage =
  | { readonly kind: 'readings'; readonly readings: readonly Reading[] }
  | { readonly kind: 'token'; readonly token: string };

/** How bodies are read in this app. */
type OpeningContext = Required<Pick<ReadingContext, 'formats' | 'decompress' | 'fallbackId'>> &
  Pick<ReadingContext, 'tenantId'>;

/** Decompresses a body and reads it, unless it is a security event token. Nothing acts on an event that is not verified. */
export function openMessage(
  { body, contentType, properties = {} }: MessageBody,
  context: OpeningContext,
): OpenedMessage {
  const plain = plainBody(body, properties, context.decompress);
  if (plain.kind === 'rejected') return { kind: 'readings', readings: [plain] };
  const token = tokenIn(plain.bytes, contentType);
  if (token !== undefined) return { kind: 'token', token };
  const eventType = eventTypeIn(properties);
  return {
    kind: 'readings',
    readings: readMessage(plain.bytes, { ...context, eventType, isVerified: false }),
  };
}

/** Reads the claims of a token that was verified. */
export function readClaims(
  claims: Readonly<Record<string, unknown>>,
  { formats, ...context }: Omit<OpeningContext, 'decompress'> & { readonly formats: readonly Format[] },
): readonly Reading[] {
  // An added format must not make a trusted token ambiguous; one in the place of a built-in format counts.
  const replacing = formats.filter(({ replaces }) => replaces !== undefined);
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  return readMessage(bytes, { ...context, formats: replacing, isVerified: true });
}
