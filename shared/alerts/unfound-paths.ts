import type { Condition, FormatDefinition, Place } from './format-schema';
import { allMet, firstMet, testsOf } from './condition';
import type { JsonNode } from './json-node';
import { listOf } from './one-or-more';

/** A path of a format at which nothing was found in any of some alerts. */
export interface UnfoundPath {
  /** The field of the format that has it. */
  readonly field: string;
  readonly path: string;
  /** Whether accounts may have been missed, and not only an alert that has no such field. */
  readonly isProblem: boolean;
}

/** The paths of accounts, conditions and the event at which nothing was found in any of the alerts of a format. */
export function unfoundPaths(
  { alert, ignoreWhen, rejectWhen, accounts }: FormatDefinition,
  alerts: readonly JsonNode[],
): UnfoundPath[] {
  return [
    ...inEvent(alert.event, alerts),
    ...inConditions('ignoreWhen', ignoreWhen, alerts),
    ...inConditions('rejectWhen', rejectWhen, alerts),
    ...accounts.flatMap((place, n) => inPlace(`accounts[${String(n)}]`, place, alerts)),
  ];
}

function inPlace(field: string, place: Place, alerts: readonly JsonNode[]): UnfoundPath[] {
  const places = placesAt(place, alerts);
  const accounts = accountsAt(place, places);
  const names = Object.entries(place.names ?? {}).flatMap(([kind, paths]) =>
    listOf(paths).map((path) => ({
      kind,
      path,
      isFound: accounts.some((one) => one.text(path) !== undefined),
    })),
  );
  const isNamed = names.some(({ kind, isFound }) => isFound && IDENTIFYING.has(kind));
  return [
    ...names
      .filter(({ isFound }) => !isFound)
      .map(({ kind, path }) => ({ field: `${field}.names.${kind}`, path, isProblem: !isNamed })),
    ...inConditions(`${field}.skipAccountsWhen`, place.skipAccountsWhen, accounts),
    ...unfound(`${field}.firstSeenAt`, listOf(place.firstSeenAt), places),
  ];
}

/** The names that identify an account by themselves. */
const IDENTIFYING: ReadonlySet<string> = new Set(['id', 'userPrincipalName', 'sid', 'name']);

function placesAt(place: Place, alerts: readonly JsonNode[]): readonly JsonNode[] {
  const { in: within = '.' } = place;
  const [when, skipped] = [testsOf(place.when), testsOf(place.skipPlacesWhen)];
  return alerts
    .filter((alert) => allMet(when, alert))
    .flatMap((alert) => below(alert, within))
    .filter((one) => firstMet(skipped, one) === undefined);
}

function accountsAt({ at = '.', onlyWhen }: Place, places: readonly JsonNode[]): readonly JsonNode[] {
  const only = testsOf(onlyWhen);
  return places.flatMap((one) => below(one, at)).filter((account) => allMet(only, account));
}

function inConditions(
  field: string,
  conditions: readonly Condition[] = [],
  nodes: readonly JsonNode[],
): UnfoundPath[] {
  return conditions.flatMap(({ path, sameAs, every }, n) => {
    const name = `${field}[${String(n)}]`;
    const items = nodes.flatMap((node) => below(node, path));
    return [
      ...unfound(name, [...listOf(path), ...listOf(sameAs)], nodes),
      // Without items there is nothing in which their paths could be found.
      ...(items.length > 0 ? inConditions(`${name}.every`, every, items) : []),
    ];
  });
}

function inEvent(event: FormatDefinition['alert']['event'] = [], alerts: readonly JsonNode[]): UnfoundPath[] {
  return (typeof event === 'string' ? [event] : event).flatMap((one, n) =>
    typeof one === 'string'
      ? unfound('alert.event', [one], alerts)
      : inConditions(`alert.event[${String(n)}].when`, one.when, alerts),
  );
}

function unfound(field: string, paths: readonly string[], nodes: readonly JsonNode[]): UnfoundPath[] {
  return paths
    .filter((path) => !nodes.some((node) => node.has(path)))
    .map((path) => ({ field, path, isProblem: false }));
}

function below(node: JsonNode, paths: string | readonly string[]): readonly JsonNode[] {
  return listOf(paths).flatMap((path) => node.select(path));
}
