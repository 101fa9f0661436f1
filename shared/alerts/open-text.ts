import type { NodeScope } from './node-scope';
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

/** A text that begins like JSON. */
const OPENABLE = /^\s*[[{"]/;

/** Whether a value is text that may hold JSON. */
export function isOpenable(value: unknown): boolean {
  return typeof value === 'string' && OPENABLE.test(value);
}

/** Where a text is. */
interface Place {
  readonly path: string;
  /** The texts that hold it, the outermost first. */
  readonly within: readonly SourceText[];
  readonly scope: NodeScope;
}

/** Opens JSON in text. */
export function openText(text: string, { path, within, scope }: Place): Opened {
  const unopened = { value: text, sources: within };
  let current: unknown = text;
  const sources = [...within];
  for (let depth = 0; depth < MAX_TEXT_DEPTH && typeof current === 'string'; depth++) {
    if (!OPENABLE.test(current) || !scope.admitText()) return unopened;
    sources.push({ text: current, path });
    try {
      current = parseJson(current);
    } catch {
      scope.countUnopened();
      return unopened;
    }
  }
  return typeof current === 'object' && current !== null ? { value: current, sources } : unopened;
}
