import type { Alert } from '../core/request';
import type { UserReference } from '../core/user-reference';
import { referenceKey } from '../core/user-reference';
import type { AccountNames, Identified } from './account';
import { identify } from './account';
import { alertOf } from './alert-facts';
import type { AlertPaths } from './alert-facts';
import type { Condition } from './condition';
import { allMet, met } from './condition';
import type { Format, MessageContext } from './format';
import type { JsonNode } from './json-node';
import type { SkippedAccount, NamedUser, Reading } from './reading';

/** Accounts beyond so many in one alert are no compromise but a list of everybody. */
export const MAX_ACCOUNTS = 1000;
/** Evidence of all kinds beyond so much is not looked through. */
const MAX_PLACES = 5000;

/** The paths, from an account on, of what names it; of several the surest is taken. */
export type NamePaths = Readonly<
  Partial<Record<'id' | 'userPrincipalName' | 'sid' | 'name' | 'suffix' | 'domain', readonly string[]>>
>;

/** Where an alert names the accounts that it is about. Whatever stands elsewhere is nobody to sign out. */
export interface AccountsAt {
  /** From the alert on, one place each; absent: the alert itself. */
  readonly at?: string;
  /** Places that one of these is met by are passed over. */
  readonly unless?: readonly Condition[];
  /** From each place on, the accounts; absent: the place itself. */
  readonly below?: string;
  /** Only what all of these are met by is an account at all. */
  readonly only?: readonly Condition[];
  /** Of these accounts, who is left alone. */
  readonly except?: readonly Condition[];
  /** Met by accounts of one machine. */
  readonly local?: readonly Condition[];
  /** Of the alert as a whole: when it names accounts there. */
  readonly when?: readonly Condition[];
  readonly names: NamePaths;
}

/** A format of alerts, declared: how to tell it, where the users are, and when there is nothing to do. */
export interface AlertShape {
  readonly name: string;
  /** Each a way to tell it: conditions that are all met. */
  readonly recognisedBy: readonly (readonly Condition[])[];
  readonly alert: AlertPaths;
  /** Met by alerts that are closed, benign, or no alerts at all. */
  readonly quiet?: readonly Condition[];
  /** Met by what asks for somebody but does not say whom: it is rejected, for a person to look at. */
  readonly unclear?: readonly Condition[];
  readonly accounts: readonly AccountsAt[];
  /** For accounts that no path leads to. */
  readonly moreAccounts?: (alert: JsonNode) => readonly AccountNames[];
}

/** The format that a shape declares. */
export function alertFormat(shape: AlertShape): Format {
  return {
    name: shape.name,
    recognises: (message) => shape.recognisedBy.some((conditions) => allMet(conditions, message)),
    read: (message, context) => read(shape, message, context),
  };
}

function read(shape: AlertShape, message: JsonNode, { fallbackId }: MessageContext): Reading {
  const { name: format } = shape;
  const alert = alertOf(message, shape.alert);
  const quiet = firstMet(shape.quiet, message);
  if (quiet !== undefined) return nothingToDo(format, alert, fallbackId, { reason: quiet, skipped: [] });
  const unclear = firstMet(shape.unclear, message);
  if (unclear !== undefined) {
    const issues = [{ path: message.path, message: `does not say whom to sign out: ${unclear}` }];
    return { kind: 'rejected', format, issues };
  }
  return alertReading(accountsOf(shape, message), { format, alert, fallbackId, path: message.path });
}

/** What an alert asks for that is not quiet, by the accounts that were found; undefined when they are too many. */
export function alertReading(
  found: readonly Identified[] | undefined,
  {
    format,
    alert,
    fallbackId,
    path,
  }: { readonly format: string; readonly alert: Alert; readonly fallbackId: string; readonly path: string },
): Reading {
  if (!found) {
    const issues = [{ path, message: `names more than ${String(MAX_ACCOUNTS)} accounts` }];
    return { kind: 'rejected', format, issues };
  }
  const named = distinct(found.filter((one) => one.kind === 'user'));
  const skipped = found
    .filter((one) => one.kind === 'skipped')
    .map(({ path: where, reason }) => ({ path: where, reason }));
  if (named.length === 0) {
    const reason = 'the alert names nobody who could be signed out';
    return nothingToDo(format, alert, fallbackId, { reason, skipped });
  }
  const users = named.map(({ reference }) => reference);
  return {
    kind: 'request',
    request: { id: fallbackId, format, users, mode: 'revoke', confirm: false, alert },
    named,
    skipped,
  };
}

/** What an alert is read as that asks for nobody. */
export function nothingToDo(
  format: string,
  alert: Alert,
  requestId: string,
  why: { readonly reason: string; readonly skipped: readonly SkippedAccount[] },
): Reading {
  return { kind: 'nothingToDo', format, requestId, alert, ...why };
}

function firstMet(conditions: readonly Condition[] = [], message: JsonNode): string | undefined {
  for (const condition of conditions) {
    const found = met(condition, message);
    if (found) return found.what;
  }
  return undefined;
}

/** Undefined when they are too many. */
function accountsOf(
  { accounts, moreAccounts }: AlertShape,
  message: JsonNode,
): readonly Identified[] | undefined {
  const identified: Identified[] = [];
  let places = 0;
  for (const place of accounts) {
    if (!allMet(place.when ?? [], message)) continue;
    for (const account of accountsAt(place, message)) {
      identified.push(...inPlace(place, account));
      if (++places > MAX_PLACES || identified.length > MAX_ACCOUNTS) return undefined;
    }
  }
  for (const names of moreAccounts?.(message) ?? []) {
    const found = identify(names);
    if (found) identified.push(found);
    if (identified.length > MAX_ACCOUNTS) return undefined;
  }
  return identified;
}

/** One at a time: who has seen enough stops. */
function* accountsAt({ at = '', unless, below = '' }: AccountsAt, message: JsonNode): Iterable<JsonNode> {
  for (const place of message.select(at)) {
    if (firstMet(unless, place) === undefined) yield* place.select(below);
  }
}

function inPlace({ only = [], except = [], local, names }: AccountsAt, account: JsonNode): Identified[] {
  if (!allMet(only, account)) return [];
  const excepted = firstMet(except, account);
  if (excepted !== undefined) return [{ kind: 'skipped', path: account.path, reason: excepted }];
  const at = (key: keyof NamePaths): readonly JsonNode[] =>
    (names[key] ?? []).flatMap((path) => account.select(path));
  const found = identify({
    ids: at('id'),
    userPrincipalNames: at('userPrincipalName'),
    sids: at('sid'),
    names: at('name'),
    suffix: at('suffix')[0],
    domain: at('domain').find(({ asText }) => asText !== undefined),
    isOfOneMachine: firstMet(local, account) !== undefined,
  });
  return found ? [found] : [];
}

/** One user may be named in several places and ways; any name in common makes two of them one. */
function distinct(users: readonly Extract<Identified, { kind: 'user' }>[]): NamedUser[] {
  const known = new Map<string, UserReference>();
  const named: NamedUser[] = [];
  // Who is named by more names comes first, so that a lesser naming of the same user is known again.
  const byNames = users.toSorted((one, other) => other.aliases.length - one.aliases.length);
  for (const { path, reference, aliases } of byNames) {
    const keys = [reference, ...aliases].map(referenceKey);
    if (keys.some((key) => known.has(key))) continue;
    for (const key of keys) known.set(key, reference);
    named.push({ path, reference });
  }
  return named;
}
