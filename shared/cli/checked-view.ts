import type { Reading } from '../alerts/reading';
import { explanation } from './explanation';
import type { View } from './output/view';
import { readingsInWords } from './reading-in-words';

/** An alert, and its readings with the formats that are checked. */
export interface ReadAlert {
  readonly file: string;
  readonly readings: readonly [Reading, ...Reading[]];
}

/** What has come of the check of a file of formats. */
export type CheckedFormats = { readonly file: string } & (
  | { readonly valid: false; readonly problems: readonly string[] }
  | {
      readonly valid: true;
      readonly names: readonly string[];
      readonly findings: readonly string[];
      readonly warnings: readonly string[];
      readonly alerts: readonly ReadAlert[];
    }
);

/** The check of a file of formats. */
export const checkedView: View<CheckedFormats> = {
  data: inJson,
  none: 'No file was checked.',
  columns: [
    { heading: 'File', text: ({ file }) => file },
    { heading: 'Valid', text: ({ valid }) => String(valid) },
    { heading: 'Formats', text: (one) => (one.valid ? one.names.join(', ') : undefined) },
    { heading: 'Problems', text: (one) => (one.valid ? one.findings : one.problems).join('; ') },
  ],
  inWords: (all) => all.flatMap(inWords),
};

function inJson(checked: CheckedFormats): object {
  if (!checked.valid) return checked;
  const { file, valid, names, findings, warnings, alerts } = checked;
  const explained = alerts.map((alert) => ({ file: alert.file, ...explanation(alert.readings, []) }));
  return { file, valid, formats: names, findings, warnings, alerts: explained };
}

function inWords(checked: CheckedFormats): readonly string[] {
  if (!checked.valid) return checked.problems;
  const { file, names, findings, warnings, alerts } = checked;
  return [
    `${file}: valid (${names.join(', ')})`,
    ...alerts.flatMap((alert) => readingsInWords(alert.file, alert.readings, { sources: [] })),
    ...findings,
    ...warnings.map((warning) => `warning: ${warning}`),
  ];
}
