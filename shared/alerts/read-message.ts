import { unwrap } from './envelopes/unwrap';
import { reportable } from '../messages/field-path';
import type { Format, MessageContext } from './format';
import { decision } from './approval-message';
import { native } from './native-request';
import { alertFormats } from './formats/registry';
import { decodeJson } from './json-document';
import { JsonNode } from './json-node';
import type { Reading } from './reading';
import { repeatedKeys } from './repeated-keys';
import { tokenIn } from '../messages/security-event-token';

/** Whoever can verify a token hands over its claims instead. */
const UNVERIFIED: Reading = {
  kind: 'rejected',
  issues: [
    {
      path: '$',
      message: 'is a security event token, which counts only once its signature has been verified',
    },
  ],
};

/** Of the project's own. A message that fits both is meant as the first, which knows no fields of the other. */
const ownFormats: readonly Format[] = [decision, native];

/** What is known besides a body. */
export interface ReadingContext {
  /** The request's id when the body names none. */
  readonly fallbackId: string;
  /** Formats that an operator has added. */
  readonly formats?: readonly Format[];
}

/**
 * Reads a message body: one reading, or one for each item of a batch. Whatever the bytes are, each is a request, an
 * alert that asks for nothing, or the issues that say why it is neither: nothing is thrown, and nobody is named who
 * was not named plainly.
 */
export function readMessage(
  body: Uint8Array,
  { fallbackId, formats = [] }: ReadingContext,
): readonly [Reading, ...Reading[]] {
  const decoded = decodeJson(body);
  // No token is JSON, so that only what is not need be looked at.
  if (decoded.kind === 'rejected') return [tokenIn(body) === undefined ? decoded : UNVERIFIED];
  const { value, text } = decoded.document;
  const fitting = fittingAmong([...alertFormats, ...formats]);
  const unwrapped = unwrap(new JsonNode(value), (message) => fitting(message).length > 0);
  if (unwrapped.kind === 'rejected') {
    return [{ kind: 'rejected', issues: reportable([{ path: unwrapped.path, message: unwrapped.message }]) }];
  }
  const read = (item: JsonNode, n: number): Reading =>
    readItem(item, fitting(item), {
      fallbackId: unwrapped.items.length === 1 ? fallbackId : `${fallbackId}.${String(n)}`,
      repeatedKeys: () => repeatedKeys(text),
    });
  const [one, ...others] = unwrapped.items.map(read);
  return one ? [one, ...others] : [unrecognised([], '$')];
}

/** Tells the formats that recognise a message, and looks only once. */
function fittingAmong(known: readonly Format[]): (message: JsonNode) => readonly Format[] {
  const told = new Map<JsonNode, readonly Format[]>();
  return (message) => {
    const fitting = told.get(message) ?? known.filter(({ recognises }) => recognises(message));
    told.set(message, fitting);
    return fitting;
  };
}

/** What is our own is what no product's format recognises: alerts may well have a field `user`, or `decision`. */
function readItem(item: JsonNode, fitting: readonly Format[], context: MessageContext): Reading {
  const [format = ownFormats.find(({ recognises }) => recognises(item)), ...others] = fitting;
  if (!format || others.length > 0) {
    return unrecognised(
      fitting.map(({ name }) => name),
      item.path,
    );
  }
  const reading = format.read(item, context);
  return reading.kind === 'rejected' ? { ...reading, issues: reportable(reading.issues) } : reading;
}

function unrecognised(names: readonly string[], path: string): Reading {
  const message =
    names.length === 0
      ? 'is no alert of a known product, and no revocation request: a request is a JSON object that names `user` or `users`'
      : `fits more than one format (${names.join(', ')}), so it cannot be told what it means`;
  return { kind: 'rejected', issues: reportable([{ path, message }]) };
}
