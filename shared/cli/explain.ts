import { compact } from '../core/compact';
import { writeDetail } from '../core/detail';
import { fallbackRequestId } from '../core/ids';
import type { SourceRule } from '../core/source-rule';
import { anotherTenant } from '../core/rules/request-rules';
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
    tenantId,
  }: {
    readonly json?: boolean;
    readonly formats: readonly Format[];
    readonly sources: readonly SourceRule[];
    readonly tenantId?: string | undefined;
  },
  terminal: Terminal,
): void {
  for (const { file, body } of files) {
    const readings = readingsOf(body, formats, tenantId);
    if (json) terminal.out(JSON.stringify({ file, ...explanation(readings, sources) }));
    else for (const line of readingsInWords(file, readings, sources)) terminal.out(line);
  }
}

/**
 * Reads a message as the app would, with these formats and the built-in ones. Where the connected tenant is known, a
 * request for another one is shown as rejected.
 */
export function readingsOf(
  body: Uint8Array,
  formats: readonly Format[],
  tenantId?: string,
): readonly [Reading, ...Reading[]] {
  const fallbackId = fallbackRequestId(body, { origin: {} });
  const [one, ...others] = readMessage(body, compact({ fallbackId, formats, tenantId }));
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
    issues: [{ path: 'tenantId', message: writeDetail(another) }],
  };
}
