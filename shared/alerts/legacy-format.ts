import { isObject } from '../messages/json-object';
import { HOW_TO, constructIn, plainPath } from './legacy-expression';
import type { Problem } from './schema-problems';

/** Whether a definition has the form of the first version, whose values were JMESPath expressions. */
export function isLegacy(definition: unknown): definition is Readonly<Record<string, unknown>> {
  return (
    isObject(definition) &&
    (['recognise', 'ignore', 'names'].some((key) => key in definition) ||
      typeof definition['accounts'] === 'string')
  );
}

/** How each field of the old form is written now: for an expression that is a path, the new form of it. */
const fields: readonly (readonly [key: string, rewritten: (path: string) => unknown])[] = [
  ['recognise', (path) => ({ match: [{ path, exists: true }] })],
  ['ignore', (path) => ({ ignoreWhen: [{ path, exists: true }] })],
  ['accounts', (path) => ({ accounts: [{ at: path === '.' ? path : eachItem(path) }] })],
];

/** What is wrong with a definition of the old form, field by field, and how it is written now. */
export function legacyProblems(definition: Readonly<Record<string, unknown>>): readonly Problem[] {
  const { names, alert } = definition;
  return [
    ...fields.flatMap(([key, rewritten]) => problemAt([key], definition[key], rewritten)),
    ...entriesOf(names).flatMap(([key, value]) =>
      problemAt(['names', key], value, (path) => ({ accounts: [{ names: { [key]: path } }] })),
    ),
    // A path of a fact of the alert is written as before.
    ...entriesOf(alert)
      .filter(
        ([key, value]) => key !== 'provider' && (typeof value !== 'string' || plainPath(value) === undefined),
      )
      .flatMap(([key, value]) => problemAt(['alert', key], value, (path) => ({ alert: { [key]: path } }))),
  ];
}

function problemAt(
  path: readonly PropertyKey[],
  expression: unknown,
  rewritten: (path: string) => unknown,
): Problem[] {
  if (typeof expression !== 'string') return [];
  const plain = plainPath(expression);
  if (plain !== undefined) {
    const json = JSON.stringify(rewritten(plain)).slice(1, -1);
    return [
      {
        path,
        message: `is of the old form (JMESPath), which is not read any more. Write ${json}. See ${HOW_TO}.`,
      },
    ];
  }
  const construct = constructIn(expression);
  const remedy = construct ? `${construct.instead} ` : '';
  const what = construct ? `has ${construct.name} of JMESPath` : 'is a JMESPath expression';
  return [{ path, message: `${what}, which is not read any more. ${remedy}See ${HOW_TO}.` }];
}

/** JMESPath took a list for its items; the new form names the items. */
function eachItem(path: string): string {
  return path.includes('[') ? path : `${path}[]`;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}
