import * as jmespath from 'jmespath';
import { parsed, tokens } from './query-words';

/** A JMESPath expression that is valid. */
export interface Query {
  /** @throws Error where the data is not of the types that the expression's functions take. */
  readonly of: (data: unknown) => unknown;
}

export type ReadQuery =
  | { readonly kind: 'valid'; readonly query: Query }
  /** `at` counts from 1; at the end of the expression it is one more than its length. */
  | { readonly kind: 'invalid'; readonly problem: string; readonly at: number };

/** Reads an expression, as `--query` of Azure's command line takes it. */
export function readQuery(text: string): ReadQuery {
  const wrong = wrongPlace(text);
  if (wrong !== undefined) {
    const rest = text.slice(wrong).trimEnd();
    const problem = rest === '' ? 'the expression ends too early' : `${rest.slice(0, 1)} is not expected`;
    return { kind: 'invalid', problem, at: wrong + 1 };
  }
  const unknown = functionsIn(text).find(({ name }) => !isFunction(name));
  return unknown
    ? { kind: 'invalid', problem: `there is no function ${unknown.name}`, at: unknown.start + 1 }
    : { kind: 'valid', query: { of: (data) => valueOf(data, text) } };
}

function valueOf(data: unknown, text: string): unknown {
  const found = foundIn(data, text);
  // The library finds `constructor` and the like, which are no data: JSON has none of them.
  const json = JSON.stringify(found) as string | undefined;
  return json === undefined ? null : JSON.parse(json);
}

function foundIn(data: unknown, text: string): unknown {
  try {
    return jmespath.search(data, text);
  } catch (error) {
    throw new Error(`--query: ${error instanceof Error ? error.message : 'fails'}`, { cause: error });
  }
}

/** Where the first word is that cannot stand there; the end, if one is missing. The library does not say it. */
function wrongPlace(text: string): number | undefined {
  const words = tokens(text);
  if (words.kind === 'invalid') return words.at;
  const ends = words.value.map((_, n) => words.value[n + 1]?.start ?? text.length);
  for (const [n, { type, start }] of words.value.entries()) {
    const before = parsed(text.slice(0, ends[n]));
    if (before.kind === 'wrong' || (before.kind === 'wrongSlice' && type !== 'Colon' && type !== 'Number'))
      return start;
  }
  return parsed(text).kind === 'valid' ? undefined : text.length;
}

function functionsIn(text: string): readonly { readonly name: string; readonly start: number }[] {
  const words = tokens(text);
  if (words.kind === 'invalid') return [];
  return words.value
    .filter(({ type }, n) => type === 'UnquotedIdentifier' && words.value[n + 1]?.type === 'Lparen')
    .map(({ value, start }) => ({ name: String(value), start }));
}

/** Each function takes an argument at least, and the library says so. */
function isFunction(name: string): boolean {
  try {
    jmespath.search(null, `${name}()`);
    return false;
  } catch (error) {
    return error instanceof Error && error.message.startsWith('ArgumentError');
  }
}
