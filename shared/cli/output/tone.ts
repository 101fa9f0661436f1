import { styleText } from 'node:util';

/** What a text means. Colour shows it, and the text says it without. */
export type Tone = 'good' | 'bad' | 'attention';

const STYLES = { good: 'green', bad: 'red', attention: 'yellow' } as const satisfies Record<Tone, string>;

/** The text in the colour of its meaning. Its width in columns stays the same. */
export function toned(text: string, tone: Tone): string {
  return styleText(STYLES[tone], text, { validateStream: false });
}
