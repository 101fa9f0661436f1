import type { UserReference } from '../core/user-reference';
import type { HostNames } from './host-names';
import type { JsonNode } from './json-node';
import { readReference } from '../messages/user-reference-schema';

/** The names that an alert gives one account; each may be missing, blank, or a placeholder. */
export interface AccountNames {
  readonly ids?: readonly JsonNode[];
  readonly userPrincipalNames?: readonly JsonNode[];
  readonly sids?: readonly JsonNode[];
  /** The part of a user principal name before the @, or a name on premises. */
  readonly names?: readonly JsonNode[];
  /** The part of a user principal name behind the @. */
  readonly suffix?: JsonNode | undefined;
  /** The domain on premises, by its NetBIOS or DNS name. */
  readonly domain?: JsonNode | undefined;
  /** The id of its home tenant. */
  readonly tenant?: string | undefined;
  /** Set when the alert calls it an account of one machine. */
  readonly isOfOneMachine?: boolean;
  /** The machines that the alert names: a domain that is one of them is not a domain. */
  readonly hosts?: HostNames;
  /** Set when the alert names one session of the account, and not the account. */
  readonly isOneSession?: boolean;
}

/** Finds the accounts of an alert that no path leads to. */
export type AccountHook = (alert: JsonNode) => readonly AccountNames[];

/** The user that an account is, or the reason why the account is skipped. */
export type Identified =
  | {
      readonly kind: 'user';
      readonly path: string;
      readonly reference: UserReference;
      /** Other names of the same account, the surest first: they are tried as well. */
      readonly aliases: readonly UserReference[];
      /** Its home tenant; of a guest, whose name says so, that does not matter. */
      readonly tenant?: string | undefined;
      /** When activity of this user was first seen, in ms, where the place says so. */
      readonly firstSeenMs?: number;
    }
  | {
      readonly kind: 'skipped';
      readonly path: string;
      /** What the alert calls it. */
      readonly name?: string;
      readonly reason: string;
      /** Set when the alert may mean this account, and does not say so. */
      readonly isUncertain?: true;
    };

/**
 * Identifies an account by the most reliable of its names: object id, user principal name, security identifier, and
 * last the name of a domain account. Undefined when it has no name at all.
 */
export function identify(account: AccountNames): Identified | undefined {
  const { ids = [], userPrincipalNames = [], sids = [], names = [] } = account;
  const machine = names.find(({ asText }) => asText?.endsWith('$'));
  if (machine) return { kind: 'skipped', path: machine.path, reason: 'is a machine account' };
  const answers = new Answers();
  for (const id of ids) answers.add(byId(id));
  for (const name of userPrincipalNames) answers.add(byUserPrincipalName(name));
  for (const name of names) answers.add(byNameAndSuffix(name, account));
  for (const sid of sids) answers.add(bySid(sid, account));
  for (const name of names) answers.add(byDomainName(name, account));
  const { best, others: aliases, unusable } = answers;
  if (!best) return unusable && { kind: 'skipped', ...unusable };
  const { path, reference } = best;
  if (account.isOneSession) return { kind: 'skipped', path, reason: ONE_SESSION };
  const { tenant } = account;
  return tenant === undefined || isGuest(account)
    ? { kind: 'user', path, reference, aliases }
    : { kind: 'user', path, reference, aliases, tenant };
}

/** What the names of one account are, the surest first. */
class Answers {
  best: Extract<Answer, { reference: unknown }> | undefined;
  readonly others: UserReference[] = [];
  /** The first that names nobody. */
  unusable: Extract<Answer, { reason: unknown }> | undefined;

  add(answer: Answer): void {
    if (answer === undefined) return;
    if ('reason' in answer) this.unusable ??= answer;
    else if (this.best) this.others.push(answer.reference);
    else this.best = answer;
  }
}

/** What an alert calls an account, for a person. */
export function displayedName(account: AccountNames): string | undefined {
  const { ids = [], userPrincipalNames = [], sids = [], names = [] } = account;
  return [...userPrincipalNames, ...names, ...sids, ...ids].find(({ asText }) => asText !== undefined)
    ?.asText;
}

function isGuest({ userPrincipalNames = [], names = [] }: AccountNames): boolean {
  return [...userPrincipalNames, ...names].some(({ asText }) => asText?.toUpperCase().includes('#EXT#'));
}

const ONE_SESSION = 'is named for one session only, and signing out ends all of them';

type Answer =
  | { readonly path: string; readonly reference: UserReference }
  | { readonly path: string; readonly reason: string }
  | undefined;

/** First-party applications of Microsoft's have ids of this form. */
const WELL_KNOWN_APPLICATION = /^0000000[\da-f]-0000-0(?:000-c000|ff1-ce00)-0{12}$/i;

function byId(id: JsonNode): Answer {
  const text = id.asText;
  if (text === undefined) return undefined;
  if (WELL_KNOWN_APPLICATION.test(text)) return { path: id.path, reason: 'is the id of an application' };
  return reference(id, 'id', { id: text });
}

/** A passport unique id is written like a user principal name. */
const PUID = /^[0-9a-f]{16}@/i;

function byUserPrincipalName(found: JsonNode): Answer {
  const text = found.asText;
  if (text === undefined) return undefined;
  if (PUID.test(text)) return { path: found.path, reason: 'is a PUID, which only looks like a user' };
  return reference(found, 'userPrincipalName', { userPrincipalName: text });
}

function byNameAndSuffix(name: JsonNode, { suffix }: AccountNames): Answer {
  const [before, behind] = [name.asText, suffix?.asText];
  if (before === undefined) return undefined;
  if (before.includes('@')) return byUserPrincipalName(name);
  return behind === undefined
    ? undefined
    : reference(name, 'userPrincipalName', { userPrincipalName: `${before}@${behind}` });
}

/** Well-known accounts and groups: everything but accounts of a domain ("Well-known SIDs", [MS-DTYP] 2.4.2.4). */
const DOMAIN_SID = /^S-1-(?:5-21|12-1)-/i;
/** Administrator, guest, krbtgt and the default account have the same relative id everywhere. */
const BUILT_IN_RID = /^S-1-5-21-.*-50[0-3]$/i;

function bySid(sid: JsonNode, account: AccountNames): Answer {
  const text = sid.asText;
  if (text === undefined || !/^S-1-/i.test(text)) return undefined;
  if (isOfMachine(account, account.domain?.asText)) return { path: sid.path, reason: LOCAL };
  if (!DOMAIN_SID.test(text) || BUILT_IN_RID.test(text)) return { path: sid.path, reason: BUILT_IN };
  return reference(sid, 'sid', { sid: text });
}

const LOCAL = 'is an account of one machine';
const BUILT_IN = 'is a built-in account';
/** Domain names that mark a local account of a machine. */
const NO_DOMAINS = new Set([
  '.',
  'nt authority',
  'nt service',
  'nt virtual machine',
  'builtin',
  'workgroup',
  'window manager',
  'font driver host',
  'iis apppool',
]);
const BUILT_IN_NAMES = new Set([
  'administrator',
  'guest',
  'krbtgt',
  'defaultaccount',
  'system',
  'local service',
  'network service',
  'anonymous logon',
  'root',
]);

/** Whether the account is one of a machine: the alert says so, or its domain is the name of a machine in the alert. */
function isOfMachine({ isOfOneMachine, hosts }: AccountNames, domain: string | undefined): boolean {
  return isOfOneMachine === true || (domain !== undefined && hosts?.has(domain) === true);
}

function byDomainName(name: JsonNode, account: AccountNames): Answer {
  const text = name.asText;
  if (text === undefined || text.includes('@')) return undefined;
  const [before, behind] = text.split('\\');
  const samAccountName = behind ?? before ?? '';
  const domainName = behind === undefined ? account.domain?.asText : before;
  const reason = whyNoDomainAccount(samAccountName, domainName, isOfMachine(account, domainName));
  if (reason !== undefined) return { path: name.path, reason };
  return reference(name, 'samAccountName', { samAccountName, domain: domainName });
}

function whyNoDomainAccount(
  samAccountName: string,
  domain: string | undefined,
  isOfOneMachine: boolean,
): string | undefined {
  if (BUILT_IN_NAMES.has(samAccountName.toLowerCase())) return BUILT_IN;
  if (isOfOneMachine || NO_DOMAINS.has(domain?.toLowerCase() ?? '')) return LOCAL;
  return domain === undefined || domain === '' ? 'is a bare name: no domain is named' : undefined;
}

function reference(
  { path }: JsonNode,
  kind: UserReference['kind'],
  fields: Readonly<Record<string, unknown>>,
): Answer {
  const read = readReference(kind, fields);
  return read.success
    ? { path, reference: read.data }
    : { path, reason: read.error.issues.map(({ message }) => message).join(', ') };
}
