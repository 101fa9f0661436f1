import { parseJson } from './parse-json';

/** JSON in text may itself hold JSON in text; no sender needs more levels than this. */
const MAX_TEXT_DEPTH = 3;

/** A JSON text that a value was read from, and the path of the value that the text as a whole stands for. */
export interface SourceText {
  readonly text: string;
  readonly path: string;
}

/** The object or list that a text holds, or else the value itself, and the texts that it was read from. */
export interface Opened {
  readonly value: unknown;
  readonly sources: readonly SourceText[];
}

/**
 * Opens JSON in text.
 *
 * @param within the texts that hold the value, the outermost first
 */
export function openText(value: unknown, path: string, within: readonly SourceText[]): Opened {
  const unopened = { value, sources: within };
  if (typeof value !== 'string') return unopened;
  let current: unknown = value;
  const sources = [...within];
  for (let depth = 0; depth < MAX_TEXT_DEPTH && typeof current === 'string'; depth++) {
    if (!/^\s*[[{"]/.test(current)) return unopened;
    sources.push({ text: current, path });
    try {
      current = parseJson(current);
    } catch {
      return unopened;
    }
  }
  return typeof current === 'object' && current !== null ? { value: current, sources } : unopened;
}
