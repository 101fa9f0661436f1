import type { Verified } from '../app/verify-seal';
import type { Finding } from '../core/seal/finding';
import { findingText } from './finding-text';
import type { View } from './output/view';

/** What the command `verify` has found. */
export interface VerifiedSeal extends Verified {
  /** How many findings there are. */
  readonly found: number;
  /** The first of them. */
  readonly findings: readonly Finding[];
  readonly hasKey: boolean;
  /** Events of the file with which the seal was compared; absent: with none. */
  readonly compared?: number;
}

export const verifiedView: View<VerifiedSeal> = {
  data: ({ hasKey, findings, ...verified }) => ({
    ...verified,
    signaturesChecked: hasKey,
    findings: findings.map((finding) => ({ ...finding, text: findingText(finding) })),
  }),
  none: 'Nothing was verified.',
  columns: [
    { heading: 'Findings', text: ({ found }) => String(found) },
    { heading: 'Outcomes', text: ({ events }) => String(events) },
    { heading: 'Segments', text: ({ segments }) => String(segments) },
    { heading: 'First', text: ({ first }) => first },
    { heading: 'Last', text: ({ last }) => last },
    { heading: 'Covered to', text: ({ coveredTo }) => coveredTo },
  ],
  inWords: (all) => all.flatMap(inWords),
};

function inWords(seal: VerifiedSeal): readonly string[] {
  const { found, findings, first, last, segments, events, repeated, compared } = seal;
  const more = found - findings.length;
  return [
    ...findings.map(findingText),
    ...(more > 0 ? [`And ${String(more)} more.`] : []),
    first === undefined
      ? 'There is no segment.'
      : `${counted(events, 'event')} in ${counted(segments, 'segment')}, ${first === last ? first : `${first} to ${String(last)}`}${repeated > 0 ? `; ${String(repeated)} of them sealed again, with the same bytes` : ''}.`,
    ...(compared === undefined ? [] : [`Compared with ${counted(compared, 'event')} of the file.`]),
    signatures(seal),
    found === 0 ? 'All is as it was sealed.' : `NOT as it was sealed: ${counted(found, 'finding')}.`,
  ];
}

function signatures({ hasKey, coveredTo, notChecked, unsigned }: VerifiedSeal): string {
  if (hasKey)
    return coveredTo === undefined
      ? 'No signature is valid.'
      : `Signed by a given key up to ${coveredTo}, and with it all before.`;
  if (notChecked > 0)
    return `${counted(notChecked, 'signature')} not checked: pass the public key by --key. Without it, a seal that was written again as a whole looks the same.`;
  return unsigned > 0
    ? 'Heads are not signed: a seal that was written again as a whole looks the same.'
    : 'No segment is closed, so that none is signed.';
}

function counted(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}
