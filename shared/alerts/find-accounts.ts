import type { AccountHook, Identified } from './account';
import { identify } from './account';
import { allMet, firstMet, testsOf } from './condition';
import type { Test } from './condition';
import type { Definitions, FormatDefinition, NameKind, Place } from './format-schema';
import type { HostNames } from './host-names';
import { hostNames } from './host-names';
import type { JsonNode } from './json-node';
import { MAX_ACCOUNTS, MAX_CANDIDATES } from './limits';
import { listOf } from './one-or-more';
import { separateAccounts } from './separate-accounts';

/** A place in the form in which it is searched. */
interface Search {
  readonly when: readonly Test[];
  readonly in: readonly string[];
  readonly skipPlacesWhen: readonly Test[];
  readonly at: readonly string[];
  readonly onlyWhen: readonly Test[];
  readonly skipAccountsWhen: readonly Test[];
  readonly localWhen: readonly Test[];
  readonly names: Readonly<Record<NameKind, readonly string[]>>;
}

/** Finds the accounts at the places of a format. Its answer is undefined when there are too many. */
export function accountFinder(
  { accounts: places, hosts: hostPaths }: Pick<FormatDefinition, 'accounts' | 'hosts'>,
  definitions: Definitions,
  hook: AccountHook | undefined,
): (alert: JsonNode) => readonly Identified[] | undefined {
  const searches = places.map((place) => searchOf(resolved(place, definitions)));
  return (alert) => {
    const hosts = hostNames(alert, listOf(hostPaths));
    const found: Identified[] = [];
    let candidates = 0;
    for (const search of searches) {
      if (!allMet(search.when, alert)) continue;
      for (const account of candidatesAt(search, alert)) {
        found.push(...identified(search, account, hosts));
        if (++candidates > MAX_CANDIDATES || found.length > MAX_ACCOUNTS) return undefined;
      }
    }
    const named = (hook?.(alert) ?? []).map((names) => ({ ...names, hosts }));
    found.push(...named.flatMap(separateAccounts).flatMap((names) => identify(names) ?? []));
    return found.length > MAX_ACCOUNTS ? undefined : found;
  };
}

/** A place with the keys of the definition that it uses. */
export function resolved(place: Place, definitions: Definitions): Place {
  return place.use === undefined ? place : { ...definitions[place.use], ...place };
}

function searchOf(place: Place): Search {
  const { in: within = '.', at = '.', names = {} } = place;
  return {
    when: testsOf(place.when),
    in: listOf(within),
    skipPlacesWhen: testsOf(place.skipPlacesWhen),
    at: listOf(at),
    onlyWhen: testsOf(place.onlyWhen),
    skipAccountsWhen: testsOf(place.skipAccountsWhen),
    localWhen: testsOf(place.localWhen),
    names: {
      id: listOf(names.id),
      userPrincipalName: listOf(names.userPrincipalName),
      sid: listOf(names.sid),
      name: listOf(names.name),
      suffix: listOf(names.suffix),
      domain: listOf(names.domain),
    },
  };
}

/** One at a time, so that a search ends as soon as there are too many. */
function* candidatesAt(search: Search, alert: JsonNode): Iterable<JsonNode> {
  for (const within of search.in) {
    for (const place of alert.select(within)) {
      if (firstMet(search.skipPlacesWhen, place) !== undefined) continue;
      for (const at of search.at) yield* place.select(at);
    }
  }
}

function identified(search: Search, account: JsonNode, hosts: HostNames): Identified[] {
  if (!allMet(search.onlyWhen, account)) return [];
  const reason = firstMet(search.skipAccountsWhen, account);
  if (reason !== undefined) return [{ kind: 'skipped', path: account.path, reason }];
  const at = (kind: NameKind): readonly JsonNode[] =>
    search.names[kind].flatMap((path) => account.select(path));
  const names = separateAccounts({
    ids: at('id'),
    userPrincipalNames: at('userPrincipalName'),
    sids: at('sid'),
    names: at('name'),
    suffix: at('suffix')[0],
    domain: at('domain').find(({ asText }) => asText !== undefined),
    isOfOneMachine: firstMet(search.localWhen, account) !== undefined,
    hosts,
  });
  return names.flatMap((one) => identify(one) ?? []);
}
