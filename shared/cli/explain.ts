import { compact } from '../core/compact';
import { writeDetail } from '../core/detail';
import { fallbackRequestId } from '../core/ids';
import { anotherTenant, notProven } from '../core/rules/request-rules';
import type { Policy } from '../core/policy';
import type { ReceivedBy } from '../core/received-by';
import type { Format } from '../alerts/format';
import type { Decompress } from '../messages/content-encoding';
import { readMessage } from '../alerts/read-message';
import type { Reading } from '../alerts/reading';
import { isOwnAct } from '../alerts/reading';
import { explainedView } from './explained-view';
import type { MessageRules } from './foreseen';
import { judgedAs } from './foreseen';
import type { MessageFile } from './message-files';
import type { Output } from './output/output';
import { isForPeople } from './output/output';
import { print } from './output/print';

const NOT_JUDGED =
  'Protection, confirmation, the brake and whom the sender speaks for are not judged here. The command what-if judges them.';

/** What reading a message needs. */
export interface ReadingOptions {
  readonly formats: readonly Format[];
  /** Absent: what is compressed within a message is not opened. */
  readonly decompress?: Decompress;
  /** The connected tenant; absent: requests for any tenant are shown. */
  readonly tenantId?: string | undefined;
  /** The sender by whom a message is judged; absent: by none, as if each sender had proved who it is. */
  readonly receivedBy?: ReceivedBy;
  readonly provenFormats?: Policy['provenFormats'];
}

/** By whose message and by which rules messages are judged, and how that is printed. */
export interface ExplainOptions extends MessageRules, ReadingOptions {
  readonly receivedBy: ReceivedBy;
  readonly output: Output;
}

/** Shows how messages would be read. It sends nothing and needs no network. */
export async function explain(
  files: readonly MessageFile[],
  { output, sources, age, ...reading }: ExplainOptions,
): Promise<void> {
  const { receivedBy } = reading;
  const explained = files.map(({ file, body }) => ({ file, readings: readingsOf(body, reading) }));
  await print(explained, explainedView({ receivedBy, ...compact({ sources, age }) }), output);
  if (!isForPeople(output)) return;
  output.terminal.out(judgedAs(receivedBy));
  if (explained.some(({ readings }) => readings.some(({ kind }) => kind === 'request'))) {
    output.terminal.out(NOT_JUDGED);
  }
}

/**
 * Reads a message as the app would, with these formats and the built-in ones. What the app rejects for its sender or, where
 * the connected tenant is known, for its tenant, is shown as rejected.
 */
export function readingsOf(
  body: Uint8Array,
  { receivedBy, provenFormats, ...options }: ReadingOptions,
): readonly [Reading, ...Reading[]] {
  const fallbackId = fallbackRequestId(body, { origin: {} });
  // Claims are read without their token as well, so that a receiver can be built by them; nothing acts on what is read.
  const [one, ...others] = readMessage(body, compact({ fallbackId, ...options }));
  const judged = (reading: Reading): Reading =>
    inTenant(fromSender(reading, compact({ receivedBy, provenFormats })), options.tenantId);
  return [judged(one), ...others.map(judged)];
}

function fromSender(
  reading: Reading,
  { receivedBy, provenFormats }: Pick<ReadingOptions, 'receivedBy' | 'provenFormats'>,
): Reading {
  if (receivedBy === undefined || isOwnAct(reading) || reading.kind === 'rejected') return reading;
  const of = reading.kind === 'request' ? reading.request : reading;
  const unproven = notProven({ format: of.format, receivedBy }, compact({ provenFormats }));
  if (unproven) return rejected(reading, 'receivedBy', writeDetail(unproven));
  return reading.kind === 'request' ? { ...reading, request: { ...reading.request, receivedBy } } : reading;
}

function inTenant(reading: Reading, connected: string | undefined): Reading {
  if (reading.kind !== 'request' || connected === undefined) return reading;
  const another = anotherTenant(reading.request, connected);
  return another ? rejected(reading, 'tenantId', writeDetail(another).replace(/^tenantId: /, '')) : reading;
}

function rejected(
  reading: Extract<Reading, { kind: 'request' | 'nothingToDo' }>,
  path: string,
  message: string,
): Reading {
  const { format, requestId } =
    reading.kind === 'request' ? { ...reading.request, requestId: reading.request.id } : reading;
  return { kind: 'rejected', format, requestId, issues: [{ path, message }] };
}
