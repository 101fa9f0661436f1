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

/** The steps of the paths of formats, which every message is searched for. */
const stepsByPath = new Map<string, readonly string[]>();

/** The steps of a path of a format; dots within brackets do not separate steps. */
export function pathSteps(path: string): readonly string[] {
  const steps = stepsByPath.get(path) ?? splitPath(path);
  stepsByPath.set(path, steps);
  return steps;
}

function splitPath(path: string): readonly string[] {
  if (!path.includes('=')) return path.split('.');
  const steps: string[] = [];
  let start = 0;
  let isInBrackets = false;
  for (let at = 0; at < path.length; at++) {
    if (path[at] === '[') isInBrackets = true;
    else if (path[at] === ']') isInBrackets = false;
    else if (path[at] === '.' && !isInBrackets) {
      steps.push(path.slice(start, at));
      start = at + 1;
    }
  }
  return [...steps, path.slice(start)];
}

/** What a step asks for: a name, and the items below it if it has brackets. */
export interface Step {
  readonly name: string;
  readonly items?: { readonly where?: { readonly name: string; readonly value: string } };
}

/** Takes a step apart. */
export function readStep(step: string): Step {
  const bracket = step.indexOf('[');
  if (bracket === -1) return { name: step };
  const name = step.slice(0, bracket);
  const equals = step.indexOf('=', bracket);
  if (equals === -1) return { name, items: {} };
  return {
    name,
    items: { where: { name: step.slice(bracket + 1, equals), value: step.slice(equals + 1, -1) } },
  };
}
