import * as jmespath from 'jmespath';

declare module 'jmespath' {
  /** Parses an expression. Throws when it is not valid, but not always. */
  function compile(expression: string): unknown;
  /** The words of an expression; an `=` alone gives undefined. */
  function tokenize(expression: string): readonly (Word | undefined)[];
}

export interface Word {
  readonly type: string;
  readonly value: unknown;
  readonly start: number;
}

export type Words =
  | { readonly kind: 'valid'; readonly value: readonly Word[] }
  | { readonly kind: 'invalid'; readonly at: number };

/** The words of an expression, or where the first one is that is none. */
export function tokens(text: string): Words {
  const all = tokenized(text);
  if (!all) return { kind: 'invalid', at: lengthOfWords(text) };
  const words: Word[] = [];
  for (const word of all) {
    if (!word) return { kind: 'invalid', at: text.indexOf('=', words.at(-1)?.start ?? 0) };
    words.push(word);
  }
  const open = words.find(({ type, start }) => type === 'Literal' && !CLOSED.test(text.slice(start)));
  if (open) return { kind: 'invalid', at: open.start };
  const dangling = words.findIndex(({ type }, n) => type === 'Dot' && !canFollowDot(words[n + 1]));
  if (dangling !== -1) return { kind: 'invalid', at: words[dangling + 1]?.start ?? text.length };
  return { kind: 'valid', value: words };
}

const CLOSED = /^(?:'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)/s;

function canFollowDot(word: Word | undefined): boolean {
  return ['UnquotedIdentifier', 'QuotedIdentifier', 'Star', 'Lbracket', 'Lbrace'].includes(word?.type ?? '');
}

function tokenized(text: string): readonly (Word | undefined)[] | undefined {
  try {
    return jmespath.tokenize(text);
  } catch {
    return undefined;
  }
}

function lengthOfWords(text: string): number {
  let length = text.length;
  while (!tokenized(text.slice(0, length))) length--;
  return length;
}

/** How the library parses an expression: valid, wrong at its last word, or too short. */
export interface Parsed {
  readonly kind: 'valid' | 'wrong' | 'wrongSlice' | 'short';
}

export function parsed(text: string): Parsed {
  try {
    jmespath.compile(text);
    return { kind: 'valid' };
  } catch (error) {
    return { kind: kindOf(error) };
  }
}

/** The library looks past the end of what is too short. */
function kindOf(error: unknown): Parsed['kind'] {
  if (error instanceof TypeError || !(error instanceof Error)) return 'short';
  if (error.message.endsWith('undefined(undefined)')) return 'wrongSlice';
  return /\(EOF\)|got: EOF$/.test(error.message) ? 'short' : 'wrong';
}
