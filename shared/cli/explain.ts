import { fallbackRequestId } from '../core/ids';
import type { Format } from '../alerts/format';
import type { Decompress } from '../messages/content-encoding';
import { readMessage } from '../alerts/read-message';
import type { Reading } from '../alerts/reading';
import { explanation } from './explanation';
import { readingsInWords } from './reading-in-words';
import type { Terminal } from './terminal';

/** A file with one message. */
export interface MessageFile {
  readonly file: string;
  readonly body: Uint8Array;
}

/** What reading a message needs. */
export interface ReadingOptions {
  readonly formats: readonly Format[];
  /** Absent: what is compressed within a message is not opened. */
  readonly decompress?: Decompress;
}

/** Shows how messages would be read. It sends nothing and needs no network. */
export function explain(
  files: readonly MessageFile[],
  { json, ...reading }: { readonly json?: boolean } & ReadingOptions,
  terminal: Terminal,
): void {
  for (const { file, body } of files) {
    const readings = readingsOf(body, reading);
    if (json) terminal.out(JSON.stringify({ file, ...explanation(readings) }));
    else for (const line of readingsInWords(file, readings)) terminal.out(line);
  }
}

/** Reads a message as the app would, with these formats and the built-in ones. */
export function readingsOf(body: Uint8Array, options: ReadingOptions): readonly [Reading, ...Reading[]] {
  return readMessage(body, { fallbackId: fallbackRequestId(body, { origin: {} }), ...options });
}
