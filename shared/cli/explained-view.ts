import type { ReceivedBy } from '../core/received-by';
import type { Reading } from '../alerts/reading';
import { isOwnAct } from '../alerts/reading';
import type { ReadAlert } from './checked-view';
import { explanation } from './explanation';
import type { MessageRules } from './foreseen';
import type { View } from './output/view';
import { readingsInWords } from './reading-in-words';

const UNSIGNED =
  'The app rejects a security event without its signed token. Pass --received-by issuer:ISS to judge it as verified.';

/** Messages, as they would be read from a sender. */
export function explainedView({
  receivedBy,
  ...rules
}: MessageRules & { readonly receivedBy: ReceivedBy }): View<ReadAlert> {
  const explained = ({ readings }: ReadAlert): ReturnType<typeof explanation> =>
    explanation(readings, rules.sources);
  return {
    data: (one) => ({ file: one.file, receivedBy, ...explained(one) }),
    none: 'No message was read.',
    columns: [
      { heading: 'File', text: ({ file }) => file },
      { heading: 'Result', text: (one) => explained(one).result },
      { heading: 'Format', text: (one) => explained(one).format },
      { heading: 'Reason', text: (one) => explained(one).reason },
    ],
    inWords: (all) =>
      all.flatMap(({ file, readings }) => [
        ...readingsInWords(file, readings, rules),
        ...(!receivedBy.startsWith('issuer:') && readings.some(isEvent) ? [UNSIGNED] : []),
      ]),
  };
}

function isEvent(reading: Reading): boolean {
  if (isOwnAct(reading)) return false;
  return (reading.kind === 'request' ? reading.request : reading).format === 'securityEvent';
}
