import { compact } from '../core/compact';
import type { AccountHook, AccountNames, Identified } from './account';
import { displayedName, identify } from './account';
import { allMet, firstMet, testsOf } from './condition';
import type { Test } from './condition';
import { tenantAt } from './alert-tenant';
import { firstSeenIn } from './alert-time';
import type { Definitions, FormatDefinition, MailPaths, NameKind, Place } from './format-schema';
import type { HostNames } from './host-names';
import { hostNames } from './host-names';
import type { JsonNode } from './json-node';
import { MAX_ACCOUNTS, MAX_CANDIDATES } from './limits';
import type { MailAccount } from './mail-roles';
import { RECIPIENT, UNCERTAIN, mailRoles } from './mail-roles';
import { listOf } from './one-or-more';
import { separateAccounts } from './separate-accounts';

/** A place in the form in which it is searched. */
interface Search {
  readonly when: readonly Test[];
  readonly in: readonly string[];
  readonly skipPlacesWhen: readonly Test[];
  readonly firstSeenAt: readonly string[];
  readonly at: readonly string[];
  readonly onlyWhen: readonly Test[];
  readonly skipAccountsWhen: readonly Test[];
  readonly localWhen: readonly Test[];
  readonly names: Readonly<Record<NameKind, readonly string[]>>;
  readonly tenant: readonly string[];
  readonly mail: MailPaths | undefined;
  readonly compromisedWhen: readonly Test[];
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
      for (const place of placesAt(search, alert)) {
        const at: Found[] = [];
        for (const account of accountsIn(search, place)) {
          at.push(...foundAt(search, account, hosts));
          if (++candidates > MAX_CANDIDATES || found.length + at.length > MAX_ACCOUNTS) return undefined;
        }
        const named = withoutRecipients(search, place, at).map(withName);
        found.push(...firstSeen(named, firstSeenIn(place, search.firstSeenAt)));
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
    firstSeenAt: listOf(place.firstSeenAt),
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
    tenant: listOf(names.tenant),
    mail: place.mail,
    compromisedWhen: testsOf(place.compromisedWhen),
  };
}

function* placesAt(search: Search, alert: JsonNode): Iterable<JsonNode> {
  for (const within of search.in) {
    for (const place of alert.select(within)) {
      if (firstMet(search.skipPlacesWhen, place) === undefined) yield place;
    }
  }
}

/** One at a time, so that a search ends as soon as there are too many. */
function* accountsIn(search: Search, place: JsonNode): Iterable<JsonNode> {
  for (const at of search.at) yield* place.select(at);
}

/** An account that was identified, and where it was found. */
interface Found {
  readonly identified: Identified;
  readonly names: AccountNames;
  readonly account: JsonNode;
}

function foundAt(search: Search, account: JsonNode, hosts: HostNames): Found[] {
  if (!allMet(search.onlyWhen, account)) return [];
  const reason = firstMet(search.skipAccountsWhen, account);
  if (reason !== undefined) {
    const identified = { kind: 'skipped', path: account.path, reason } as const;
    return [{ identified, names: namesOf(search, account), account }];
  }
  return separateAccounts({ ...namesOf(search, account), hosts }).flatMap((names) => {
    const identified = identify(names);
    return identified ? [{ identified, names, account }] : [];
  });
}

function namesOf(search: Search, account: JsonNode): AccountNames {
  const at = (kind: NameKind): readonly JsonNode[] => {
    const [path, ...others] = search.names[kind];
    if (path === undefined) return [];
    return others.length === 0
      ? account.select(path)
      : [path, ...others].flatMap((one) => account.select(one));
  };
  return {
    ids: at('id'),
    userPrincipalNames: at('userPrincipalName'),
    sids: at('sid'),
    names: at('name'),
    suffix: at('suffix')[0],
    domain: at('domain').find(({ asText }) => asText !== undefined),
    isOfOneMachine: firstMet(search.localWhen, account) !== undefined,
    tenant: tenantAt(account, search.tenant),
  };
}

/** An account, as far as its part in a mail is concerned. */
function mailAccount(search: Search, { names, account }: Found): MailAccount {
  return {
    keys: keysOf(names, account),
    isMarked: firstMet(search.compromisedWhen, account) !== undefined,
  };
}

/** The names of an account in lower case; `$id` is what other entities refer to. */
function keysOf(
  { ids = [], userPrincipalNames = [], sids = [], names = [], suffix }: AccountNames,
  account: JsonNode,
): string[] {
  const composed = names.flatMap(({ asText }) =>
    asText && suffix?.asText ? `${asText}@${suffix.asText}` : [],
  );
  const written = [...ids, ...userPrincipalNames, ...sids].flatMap(({ asText }) => asText ?? []);
  const addresses = names.flatMap(({ asText }) => (asText?.includes('@') ? asText : []));
  const reference = account.child('$id')?.asText;
  return [
    ...written,
    ...composed,
    ...addresses,
    ...(reference === undefined ? [] : [`$ref ${reference}`]),
  ].map((key) => key.toLowerCase());
}

function firstSeen(accounts: readonly Identified[], ms: number | undefined): readonly Identified[] {
  if (ms === undefined) return accounts;
  return accounts.map((one) => (one.kind === 'user' ? { ...one, firstSeenMs: ms } : one));
}

/** Who was skipped is shown by name. */
function withName({ identified, names }: Found): Identified {
  return identified.kind === 'user' ? identified : compact({ ...identified, name: displayedName(names) });
}

function withoutRecipients(search: Search, place: JsonNode, found: readonly Found[]): readonly Found[] {
  const users = found.filter(({ identified }) => identified.kind === 'user');
  if (!search.mail || users.length === 0) return found;
  const roles = mailRoles(() => users.map((one) => mailAccount(search, one)), place, search.mail);
  if (!roles) return found;
  const roleOf = new Map(users.map((one, n) => [one, roles[n]]));
  return found.map((one): Found => {
    const [role, { path }] = [roleOf.get(one), one.identified];
    if (role === 'recipient') return { ...one, identified: { kind: 'skipped', path, reason: RECIPIENT } };
    return role === 'uncertain'
      ? { ...one, identified: { kind: 'skipped', path, reason: UNCERTAIN, isUncertain: true } }
      : one;
  });
}
