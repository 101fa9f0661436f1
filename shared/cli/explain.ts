import { fallbackRequestId } from '../core/ids';
import type { SourceRule } from '../core/source-rule';
import type { Format } from '../alerts/format';
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

/** Shows how messages would be read. It sends nothing and needs no network. */
export function explain(
  files: readonly MessageFile[],
  {
    json,
    formats,
    sources,
  }: {
    readonly json?: boolean;
    readonly formats: readonly Format[];
    readonly sources: readonly SourceRule[];
  },
  terminal: Terminal,
): void {
  for (const { file, body } of files) {
    const readings = readingsOf(body, formats);
    if (json) terminal.out(JSON.stringify({ file, ...explanation(readings, sources) }));
    else for (const line of readingsInWords(file, readings, sources)) terminal.out(line);
  }
}

/** Reads a message as the app would, with these formats and the built-in ones. */
export function readingsOf(body: Uint8Array, formats: readonly Format[]): readonly [Reading, ...Reading[]] {
  return readMessage(body, { fallbackId: fallbackRequestId(body, { origin: {} }), formats });
}
