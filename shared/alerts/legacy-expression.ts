import { PATH } from './json-path';

/** A construct of JMESPath that is more than a path, and what takes its place. */
export interface Construct {
  readonly name: string;
  readonly instead: string;
}

/** In the order in which they are looked for: an expression with a filter has comparisons as well. */
const constructs: readonly (readonly [pattern: RegExp, construct: Construct])[] = [
  [/\[\?/, { name: 'a filter ([?…])', instead: 'Use conditions in "onlyWhen", or [name=value] in a path.' }],
  [
    /[A-Za-z_]\(/,
    { name: 'a function', instead: 'Use a path; conditions have "startsWith" and "contains".' },
  ],
  [/\|\|/, { name: 'an alternative (||)', instead: 'Use a list of paths, or "matchAny".' }],
  [/&&/, { name: 'a conjunction (&&)', instead: 'Use a list of conditions.' }],
  [/==/, { name: 'a comparison (==)', instead: 'Use a condition with "is".' }],
  [/!=/, { name: 'a comparison (!=)', instead: 'Use a condition with "isNot".' }],
  [/[<>]/, { name: 'a comparison by size', instead: 'Use a condition with "is" and every value.' }],
  [/!/, { name: 'a negation (!)', instead: 'Use a condition with "exists": false, or "isNot".' }],
  [/\|/, { name: 'a pipe (|)', instead: 'Use "in" and "at".' }],
  [/\{/, { name: 'a multi-select hash ({…})', instead: 'Use one path for each name.' }],
  [/[`']/, { name: 'a literal', instead: 'Use the text as it is in a condition.' }],
  [/\[-?\d*:/, { name: 'a slice ([…:…])', instead: 'Use [] for each item.' }],
  [/\[-?\d+\]/, { name: 'an index ([n])', instead: 'Use [] for each item, or [name=value].' }],
  [/\[\*\]/, { name: 'a wildcard ([*])', instead: 'Use [].' }],
  [/\*/, { name: 'a wildcard (*)', instead: 'Use the names that are meant.' }],
  [/\[[^\]=]*[^\]\s=][^\]=]*\]/, { name: 'a multi-select list ([…])', instead: 'Use a list of paths.' }],
  [
    /@(?:$|[.[\]\s])/,
    { name: 'the current node (@)', instead: 'Use the path alone, or "." for the place itself.' },
  ],
  [/"/, { name: 'a quoted name', instead: 'Use the name without quotation marks.' }],
];

/** The construct of JMESPath that an expression uses; undefined when it uses none. */
export function constructIn(expression: string): Construct | undefined {
  return constructs.find(([pattern]) => pattern.test(expression))?.[1];
}

/** The path that a plain JMESPath expression stands for; undefined when it is more than a path. */
export function plainPath(expression: string): string | undefined {
  const text = expression.trim();
  if (text === '@') return '.';
  const candidate = text.replace(/^@\./, '').replaceAll('[*]', '[]').replaceAll('"', '');
  return PATH.test(candidate) && !candidate.includes('=') ? candidate : undefined;
}

/** What keeps text from being a path: what is wrong first, the remedy last. */
export function pathProblem(text: string): string {
  const construct = constructIn(text);
  return construct
    ? `is not a path: it has ${construct.name}. ${construct.instead} See ${HOW_TO}.`
    : 'is not a path: write names with dots between them, [] for each item, [name=value] for some items';
}

/** The page on writing a format. */
export const HOW_TO = 'docs/how-to/add-a-format.md';
