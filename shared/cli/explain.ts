import { compact } from '../core/compact';
import { writeDetail } from '../core/detail';
import { fallbackRequestId } from '../core/ids';
import { anotherTenant } from '../core/rules/request-rules';
import type { Format } from '../alerts/format';
import type { Decompress } from '../messages/content-encoding';
import { readMessage } from '../alerts/read-message';
import type { Reading } from '../alerts/reading';
import { explanation } from './explanation';
import type { MessageRules } from './foreseen';
import type { MessageFile } from './message-files';
import { readingsInWords } from './reading-in-words';
import type { Terminal } from './terminal';

const NOT_JUDGED =
  'Protection, confirmation and the brake are not judged here. The command what-if judges them.';

/** What reading a message needs. */
export interface ReadingOptions {
  readonly formats: readonly Format[];
  /** Absent: what is compressed within a message is not opened. */
  readonly decompress?: Decompress;
  /** The connected tenant; absent: requests for any tenant are shown. */
  readonly tenantId?: string | undefined;
}

/** Shows how messages would be read. It sends nothing and needs no network. */
export function explain(
  files: readonly MessageFile[],
  { json, sources, age, ...reading }: { readonly json?: boolean } & MessageRules & ReadingOptions,
  terminal: Terminal,
): void {
  let hasRequests = false;
  for (const { file, body } of files) {
    const readings = readingsOf(body, reading);
    hasRequests ||= readings.some(({ kind }) => kind === 'request');
    if (json) terminal.out(JSON.stringify({ file, ...explanation(readings, sources) }));
    else for (const line of readingsInWords(file, readings, compact({ sources, age }))) terminal.out(line);
  }
  if (hasRequests && !json) terminal.out(NOT_JUDGED);
}

/**
 * Reads a message as the app would, with these formats and the built-in ones. Where the connected tenant is known, a
 * request for another one is shown as rejected.
 */
export function readingsOf(body: Uint8Array, options: ReadingOptions): readonly [Reading, ...Reading[]] {
  const fallbackId = fallbackRequestId(body, { origin: {} });
  const [one, ...others] = readMessage(body, compact({ fallbackId, ...options }));
  const { tenantId } = options;
  return [inTenant(one, tenantId), ...others.map((reading) => inTenant(reading, tenantId))];
}

function inTenant(reading: Reading, connected: string | undefined): Reading {
  if (reading.kind !== 'request' || connected === undefined) return reading;
  const another = anotherTenant(reading.request, connected);
  if (!another) return reading;
  const { format, id: requestId } = reading.request;
  return {
    kind: 'rejected',
    format,
    requestId,
    issues: [{ path: 'tenantId', message: writeDetail(another).replace(/^tenantId: /, '') }],
  };
}
