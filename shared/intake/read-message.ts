import { reportable } from './field-path';
import type { MessageContext } from './format';
import { formats } from './formats/registry';
import { decodeJson } from './json-document';
import type { Reading } from './reading';

/**
 * Reads a message body. Whatever the bytes are, the answer is a request or the issues that say why there is
 * none: nothing is thrown, and nobody is named who was not named plainly.
 */
export function readMessage(body: Uint8Array, context: MessageContext): Reading {
  const decoded = decodeJson(body);
  if (decoded.kind === 'rejected') return decoded;
  const { document } = decoded;
  const fitting = formats.filter(({ recognises }) => recognises(document.value));
  const [format, ...others] = fitting;
  if (!format || others.length > 0) return unrecognised(fitting.map(({ name }) => name));
  const reading = format.read(document, context);
  return reading.kind === 'rejected' ? { ...reading, issues: reportable(reading.issues) } : reading;
}

function unrecognised(names: readonly string[]): Reading {
  const message =
    names.length === 0
      ? 'is no revocation request: a request is a JSON object that names `user` or `users`'
      : `fits more than one format (${names.join(', ')}), so it cannot be told what it means`;
  return { kind: 'rejected', issues: [{ path: '$', message }] };
}
