import type { Condition } from './format-schema';
import type { JsonNode } from './json-node';
import { valueSpelling } from './json-path';
import { means as hasMeaning } from './meanings';
import { listOf } from './one-or-more';

/**
 * Tests a node against a condition. The answer is the reason, such as `status = closed`, or undefined when the condition
 * is not met. A reason is the same in every language and quotes the format, not the message; `*` stands for any text.
 */
export type Test = (node: JsonNode) => string | undefined;

/** The test of a condition. Text is compared without case, and as a whole without underscores and spaces. */
export function testOf(condition: Condition): Test {
  const paths = listOf(condition.path);
  const { exists, is, isNot, startsWith, contains, means, meansNot, every } = condition;
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
  if (every !== undefined) return universality(paths, every);
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
  const wanted = new Map(values.map((value) => [valueSpelling(value), value]));
  return (node) =>
    inTexts(paths, node, (text, path) => {
      const found = wanted.get(valueSpelling(text));
      return found === undefined ? undefined : `${path} = ${found}`;
    });
}

/** How many of the values that would do are shown. */
const MAX_SHOWN = 3;

/** No text at the paths is one of the values; so it is when there is no text at all. */
function inequality(paths: readonly string[], values: readonly string[]): Test {
  const others = new Set(values.map(valueSpelling));
  const shown = [...values.slice(0, MAX_SHOWN), ...(values.length > MAX_SHOWN ? ['…'] : [])].join(', ');
  return (node) => {
    const first = inTexts(paths, node, (_, path) => path);
    if (first === undefined) return missing(paths);
    const other = inTexts(paths, node, (text) => (others.has(valueSpelling(text)) ? text : undefined));
    return other === undefined ? `${first} != ${shown}` : undefined;
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
  return (node) =>
    inTexts(paths, node, (text, path) => {
      const found = wanted.find(({ lowerCase }) => isFound(text.toLowerCase(), lowerCase));
      return found && `${path} = ${shown(found.value)}`;
    });
}

function meaning(paths: readonly string[], wanted: string): Test {
  return (node) =>
    inTexts(paths, node, (text, path) => (hasMeaning(text, wanted) ? `${path} = ${wanted}` : undefined));
}

/** No text at the paths has one of the meanings; so it is when there is no text at all. */
function otherMeaning(paths: readonly string[], others: readonly string[]): Test {
  return (node) => {
    const other = inTexts(paths, node, (text) => others.find((one) => hasMeaning(text, one)));
    return other === undefined ? `${paths.join(', ')} != ${others.join(', ')}` : undefined;
  };
}

/** Each node at the first path that leads to any meets one of the conditions; the reason is that of the first node. */
function universality(paths: readonly string[], conditions: readonly Condition[]): Test {
  const tests = testsOf(conditions);
  return (node) => {
    for (const path of paths) {
      const reasons = node.select(path).map((item) => firstMet(tests, item));
      if (reasons.includes(undefined)) return undefined;
      if (reasons.length > 0) return `${path}: ${String(reasons[0])}`;
    }
    return undefined;
  };
}

function sameness(paths: readonly string[], other: string): Test {
  return (node) => {
    const wanted = node.text(other)?.toLowerCase();
    return inTexts(paths, node, (text, path) =>
      text.toLowerCase() === wanted ? `${path} = ${other}` : undefined,
    );
  };
}

/** What is found first in the texts at the paths. */
function inTexts(
  paths: readonly string[],
  node: JsonNode,
  find: (text: string, path: string) => string | undefined,
): string | undefined {
  for (const path of paths) {
    for (const { asText } of node.select(path)) {
      const found = asText === undefined ? undefined : find(asText, path);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function missing(paths: readonly string[]): string {
  return `${paths.join(', ')} = null`;
}
