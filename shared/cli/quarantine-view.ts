import { fieldsOf } from './output/for-people';
import { toneOfStatus } from './output/status-tone';
import type { Column, View } from './output/view';
import { printable } from './printable';
import type { KeptRecord } from './records';

/** An original with its body. */
export interface ShownOriginal {
  readonly kept: KeptRecord;
  readonly body: Uint8Array;
}

const columns = {
  number: { heading: 'Number', text: ({ number }) => number },
  keptAt: { heading: 'Kept', text: ({ keptAt }) => keptAt, yields: 1, whole: true },
  status: { heading: 'Status', text: ({ status }) => status, tone: ({ status }) => toneOfStatus(status) },
  request: { heading: 'Request', text: ({ requestId }) => requestId },
  reason: { heading: 'Reason', text: ({ reason }) => reason, yields: 2 },
} as const satisfies Record<string, Column<KeptRecord>>;

/** The list of originals. */
export const quarantineView: View<KeptRecord> = {
  data: ({ tries: _tries, ...kept }) => kept,
  none: 'The quarantine is empty.',
  columns: [columns.number, columns.keptAt, columns.status, columns.request, columns.reason],
};

type Part = Pick<Column<KeptRecord>, 'heading' | 'text' | 'tone'>;

const all: readonly Part[] = [
  columns.keptAt,
  { heading: 'First arrived', text: ({ firstCame }) => firstCame ?? 'unknown' },
  { heading: 'Tries', text: ({ tries }) => tries?.toString() },
  columns.status,
  columns.reason,
  columns.request,
  { heading: 'Outcome', text: ({ outcomeId }) => outcomeId },
  { heading: 'Content type', text: ({ contentType }) => contentType ?? 'none' },
  { heading: 'Bytes', text: ({ bytes }) => bytes?.toString() },
  {
    heading: 'Original',
    text: ({ isMissing }) =>
      isMissing ? 'missing: it was too large to be kept, or is no longer stored' : undefined,
  },
];

/** All that is known of one original, and its body. */
export const originalView: View<ShownOriginal> = {
  data: ({ kept, body }) => ({ ...kept, body: textOf(body) }),
  none: quarantineView.none,
  columns: all.map(({ heading, text, tone }) => ({
    heading,
    text: ({ kept }) => text(kept),
    ...(tone && { tone: ({ kept }) => tone(kept) }),
  })),
  inWords: (shown, limits) =>
    shown.flatMap((one) => [
      ...fieldsOf(one, originalView, limits),
      '',
      ...textOf(one.body).split(/\r?\n/).map(printable),
    ]),
};

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}
