/**
 * A path in a message: names joined by dots. `[]` stands for each item of a list, `[name=value]` for each item whose
 * `name` is `value`; `.` alone is the place from which the path is followed.
 */
/** `@` alone, which is the current node in JMESPath, is not a name. */
const NAME = '(?!@(?:[.[]|$))[^.\\[\\](){}|&<>!?*,=\'"`\\\\\\u0000-\\u001f]+';
const ITEMS = `\\[(?:${NAME}(?:\\.${NAME})*=[^\\]]+)?\\]`;
const STEP = `${NAME}(?:${ITEMS})?`;

/** Matches every path, in time linear to its length. */
export const PATH = new RegExp(`^(?:\\.|(?:${ITEMS}|${STEP})(?:\\.${STEP})*)$`);

/** The name of a field, and the spelling by which it is found in any case, with or without underscores. */
export interface FieldName {
  readonly written: string;
  readonly spelling: string;
}

/** A name to look for: of one step of a path, or of several joined to one, as in `{"user.email": …}`. */
export interface Step {
  /** Absent where the items of the place itself are meant. */
  readonly name: FieldName | undefined;
  readonly items: Items | undefined;
  /** The steps below, which are as many alternatives; none where the path ends. */
  readonly rest: Path;
}

/** The items of a list: all, or those with a field of one value. */
export interface Items {
  readonly where: { readonly name: FieldName; readonly spelling: string } | undefined;
}

/** The steps that a path may begin with, in the order in which they are tried. */
export type Path = readonly Step[];

/** The paths and names of formats, by which every message is searched; never names of a message. */
const compiledPaths = new Map<string, Path>();
const fieldNames = new Map<string, FieldName>();

/** A path of a format, compiled once. */
export function compiled(path: string): Path {
  const known = compiledPaths.get(path);
  if (known) return known;
  const steps = stepsFrom(splitPath(path).map(readStep));
  compiledPaths.set(path, steps);
  return steps;
}

/** A name that a format looks for. */
export function fieldName(written: string): FieldName {
  const known = fieldNames.get(written);
  if (known) return known;
  const name = { written, spelling: spelling(written) };
  fieldNames.set(written, name);
  return name;
}

/** The path of a name below a place; `$`, the message itself, is not written. */
export function pathBelow(place: string, name: string): string {
  return place === '$' ? name : `${place}.${name}`;
}

/** Names in which only case and underscores differ have one spelling. */
export function spelling(name: string): string {
  const lower = name.toLowerCase();
  return lower.includes('_') ? lower.replaceAll('_', '') : lower;
}

/** Names that a message holds as values are written with spaces as well. */
export function valueSpelling(text: string): string {
  const spelled = spelling(text);
  return spelled.includes(' ') ? spelled.replaceAll(' ', '') : spelled;
}

/** Names are joined up to the first list. */
function stepsFrom(parts: readonly Part[]): Path {
  const end = parts.findIndex(({ items }) => items !== undefined);
  const joinable = end === -1 ? parts : parts.slice(0, end + 1);
  return joinable.map(({ items }, n) => {
    const joined = parts
      .slice(0, n + 1)
      .map(({ name }) => name)
      .join('.');
    const name = joined === '' ? undefined : fieldName(joined);
    return { name, items, rest: stepsFrom(parts.slice(n + 1)) };
  });
}

/** Dots within brackets do not separate steps. */
function splitPath(path: string): readonly string[] {
  return path.match(/(?:\[[^\]]*\]|[^.[])+/g) ?? [];
}

/** What stands between two dots of a path: a name, and the items below it if it has brackets. */
interface Part {
  readonly name: string;
  readonly items: Items | undefined;
}

function readStep(step: string): Part {
  const bracket = step.indexOf('[');
  if (bracket === -1) return { name: step, items: undefined };
  const [name, equals] = [step.slice(0, bracket), step.indexOf('=', bracket)];
  if (equals === -1) return { name, items: { where: undefined } };
  const where = {
    name: fieldName(step.slice(bracket + 1, equals)),
    spelling: valueSpelling(step.slice(equals + 1, -1)),
  };
  return { name, items: { where } };
}
