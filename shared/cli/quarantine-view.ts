import type { KeptMessage } from '../ports/quarantine';
import { printable } from './printable';
import { fieldsOf } from './output/for-people';
import { toneOfStatus } from './output/status-tone';
import type { Column, View } from './output/view';

const kept = {
  number: { heading: 'Number', text: ({ number }) => number },
  keptAt: { heading: 'Kept', text: ({ keptAt }) => keptAt.toISOString(), yields: 1 },
  status: {
    heading: 'Status',
    text: ({ status }) => status,
    tone: ({ status }) => toneOfStatus(status),
  },
  request: { heading: 'Request', text: ({ requestId }) => requestId },
  reason: { heading: 'Reason', text: ({ reason }) => reason, yields: 2 },
} as const satisfies Record<string, Column<KeptMessage>>;

/** The list of originals. */
export const quarantineView: View<KeptMessage> = {
  data: summary,
  none: 'The quarantine is empty.',
  columns: [kept.number, kept.keptAt, kept.status, kept.request, kept.reason],
};

/** All that is known of one original, and its body. */
export const originalView: View<KeptMessage> = {
  data: (one) => ({ ...summary(one), tries: triesOf(one), body: bodyOf(one) }),
  none: quarantineView.none,
  columns: [
    kept.keptAt,
    { heading: 'First arrived', text: ({ original }) => original.history.origin.enqueuedAt ?? 'unknown' },
    { heading: 'Tries', text: (one) => String(triesOf(one)) },
    kept.status,
    kept.reason,
    kept.request,
    { heading: 'Outcome', text: ({ outcomeId }) => outcomeId },
    { heading: 'Content type', text: ({ original }) => original.contentType ?? 'none' },
    { heading: 'Bytes', text: ({ original }) => String(original.body.length) },
    {
      heading: 'Original',
      text: ({ isMissing }) =>
        isMissing ? 'missing: it was too large to be kept, or is no longer stored' : undefined,
    },
  ],
  inWords: (all, limits) =>
    all.flatMap((one) => [
      ...fieldsOf(one, originalView, limits),
      '',
      ...bodyOf(one).split(/\r?\n/).map(printable),
    ]),
};

function triesOf({ original }: KeptMessage): number {
  return original.history.attempts + 1;
}

function bodyOf({ original }: KeptMessage): string {
  return new TextDecoder().decode(original.body);
}

function summary({ original, ...kept }: KeptMessage): object {
  const { contentType, history } = original;
  return { ...kept, contentType, firstCame: history.origin.enqueuedAt, bytes: original.body.length };
}
