import type { Condition } from './format-schema';
import type { JsonNode } from './json-node';
import { means as hasMeaning } from './meanings';
import { listOf } from './one-or-more';

/**
 * Tests a node against a condition. The answer is the reason, such as `status = closed`, or undefined when the condition
 * is not met. A reason is the same in every language and quotes the format, not the message; `*` stands for any text.
 */
export type Test = (node: JsonNode) => string | undefined;

/** The test of a condition. Text is compared without case. */
export function testOf(condition: Condition): Test {
  const paths = listOf(condition.path);
  const { exists, is, isNot, startsWith, contains, means, meansNot } = condition;
  if (exists !== undefined) return existence(paths, exists);
  if (is !== undefined) return equality(paths, listOf(is));
  if (isNot !== undefined) return inequality(paths, listOf(isNot));
  if (startsWith !== undefined) {
    const isFound = (text: string, wanted: string): boolean => text.startsWith(wanted);
    return likeness(paths, listOf(startsWith), { isFound, shown: (wanted) => `${wanted}*` });
  }
  if (contains !== undefined) {
    const isFound = (text: string, wanted: string): boolean => text.includes(wanted);
    return likeness(paths, listOf(contains), { isFound, shown: (wanted) => `*${wanted}*` });
  }
  if (means !== undefined) return meaning(paths, means);
  if (meansNot !== undefined) return otherMeaning(paths, listOf(meansNot));
  return sameness(paths, condition.sameAs ?? '.');
}

/** The tests of several conditions. */
export function testsOf(conditions: readonly Condition[] = []): readonly Test[] {
  return conditions.map(testOf);
}

export function allMet(tests: readonly Test[], node: JsonNode): boolean {
  return tests.every((test) => test(node) !== undefined);
}

/** The reason of the first test that is met. */
export function firstMet(tests: readonly Test[], node: JsonNode): string | undefined {
  for (const test of tests) {
    const reason = test(node);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function existence(paths: readonly string[], isWanted: boolean): Test {
  return (node) => {
    const found = paths.find((path) => node.has(path));
    if ((found !== undefined) !== isWanted) return undefined;
    return found === undefined ? missing(paths) : `${found} = *`;
  };
}

function equality(paths: readonly string[], values: readonly string[]): Test {
  const wanted = new Map(values.map((value) => [value.toLowerCase(), value]));
  return (node) => {
    for (const { path, text } of textsAt(paths, node)) {
      const found = wanted.get(text);
      if (found !== undefined) return `${path} = ${found}`;
    }
    return undefined;
  };
}

/** How many of the values that would do are shown. */
const MAX_SHOWN = 3;

/** No text at the paths is one of the values; so it is when there is no text at all. */
function inequality(paths: readonly string[], values: readonly string[]): Test {
  const others = new Set(values.map((value) => value.toLowerCase()));
  const shown = [...values.slice(0, MAX_SHOWN), ...(values.length > MAX_SHOWN ? ['…'] : [])].join(', ');
  return (node) => {
    const texts = textsAt(paths, node);
    const [first] = texts;
    if (!first) return missing(paths);
    return texts.some(({ text }) => others.has(text)) ? undefined : `${first.path} != ${shown}`;
  };
}

function likeness(
  paths: readonly string[],
  values: readonly string[],
  {
    isFound,
    shown,
  }: {
    readonly isFound: (text: string, wanted: string) => boolean;
    readonly shown: (wanted: string) => string;
  },
): Test {
  const wanted = values.map((value) => ({ value, lowerCase: value.toLowerCase() }));
  return (node) => {
    for (const { path, text } of textsAt(paths, node)) {
      const found = wanted.find(({ lowerCase }) => isFound(text, lowerCase));
      if (found) return `${path} = ${shown(found.value)}`;
    }
    return undefined;
  };
}

function meaning(paths: readonly string[], wanted: string): Test {
  return (node) => {
    const found = textsAt(paths, node).find(({ text }) => hasMeaning(text, wanted));
    return found && `${found.path} = ${wanted}`;
  };
}

/** No text at the paths has one of the meanings; so it is when there is no text at all. */
function otherMeaning(paths: readonly string[], others: readonly string[]): Test {
  return (node) => {
    const texts = textsAt(paths, node);
    const hasOther = texts.some(({ text }) => others.some((other) => hasMeaning(text, other)));
    return hasOther ? undefined : `${paths.join(', ')} != ${others.join(', ')}`;
  };
}

function sameness(paths: readonly string[], other: string): Test {
  return (node) => {
    const wanted = node.text(other)?.toLowerCase();
    const found = textsAt(paths, node).find(({ text }) => text === wanted);
    return found && `${found.path} = ${other}`;
  };
}

/** Every text at the paths, in lower case. */
function textsAt(
  paths: readonly string[],
  node: JsonNode,
): readonly { readonly path: string; readonly text: string }[] {
  return paths.flatMap((path) =>
    node
      .select(path)
      .flatMap(({ asText }) => (asText === undefined ? [] : [{ path, text: asText.toLowerCase() }])),
  );
}

function missing(paths: readonly string[]): string {
  return `${paths.join(', ')} = null`;
}
