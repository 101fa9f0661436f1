import { detail } from '../core/detail';
import type { UserReference } from '../core/user-reference';
import { referenceKey } from '../core/user-reference';
import type { AccountHook, Identified } from './account';
import type { AlertFacts } from './alert-facts';
import { alertFacts } from './alert-facts';
import { accountFinder } from './find-accounts';
import { allMet, firstMet, testsOf } from './condition';
import type { Format, MessageContext } from './format';
import type { Definitions, FormatDefinition } from './format-schema';
import type { JsonNode } from './json-node';
import { MAX_ACCOUNTS } from './limits';
import type { NamedUser, Reading } from './reading';

/** The format that a valid definition describes, with the definitions of its file that it uses. */
export function alertFormat(
  definition: FormatDefinition,
  {
    definitions = {},
    hook,
  }: { readonly definitions?: Definitions | undefined; readonly hook?: AccountHook | undefined } = {},
): Format {
  const { name, replaces, match = [], matchAny = [match] } = definition;
  const ways = matchAny.map(testsOf);
  const read = readerOf(definition, accountFinder(definition.accounts, definitions, hook));
  return {
    name,
    ...(replaces !== undefined && { replaces }),
    matches: (message) => ways.some((tests) => allMet(tests, message)),
    read,
  };
}

/** Undefined when there are too many accounts. */
type FindAccounts = (alert: JsonNode) => readonly Identified[] | undefined;

function readerOf(
  { name: format, alert: paths, ignoreWhen, rejectWhen }: FormatDefinition,
  findAccounts: FindAccounts,
): Format['read'] {
  const [ignoreTests, rejectTests] = [testsOf(ignoreWhen), testsOf(rejectWhen)];
  return (message, { fallbackId }: MessageContext) => {
    const facts = alertFacts(message, paths);
    const ignored = firstMet(ignoreTests, message);
    if (ignored !== undefined) {
      return {
        kind: 'nothingToDo',
        format,
        requestId: fallbackId,
        ...facts,
        detail: detail('alertIgnored', { condition: ignored }),
        skipped: [],
      };
    }
    const unclear = firstMet(rejectTests, message);
    if (unclear !== undefined) {
      return rejected(format, message, `does not say whom to sign out: ${unclear}`);
    }
    const accounts = findAccounts(message);
    if (!accounts) return rejected(format, message, `names more than ${String(MAX_ACCOUNTS)} accounts`);
    return readingOf(accounts, facts, { format, fallbackId });
  };
}

function rejected(format: string, { path }: JsonNode, message: string): Reading {
  return { kind: 'rejected', format, issues: [{ path, message }] };
}

function readingOf(
  accounts: readonly Identified[],
  facts: AlertFacts,
  { format, fallbackId }: { readonly format: string; readonly fallbackId: string },
): Reading {
  const named = distinct(accounts.filter((account) => account.kind === 'user'));
  const skipped = accounts
    .filter((account) => account.kind === 'skipped')
    .map(({ path, reason }) => ({ path, reason }));
  if (named.length === 0) {
    return {
      kind: 'nothingToDo',
      format,
      requestId: fallbackId,
      ...facts,
      detail: detail('nobodyNamed'),
      skipped,
    };
  }
  const users = named.map(({ reference }) => reference);
  const { alert, uncertainTime } = facts;
  return {
    kind: 'request',
    request: { id: fallbackId, format, users, mode: 'revoke', confirm: false, alert },
    named,
    ...(uncertainTime && { uncertainTime }),
    skipped,
  };
}

/** An alert may name one user in several places and ways; two mentions with a name in common are one user. */
function distinct(users: readonly Extract<Identified, { kind: 'user' }>[]): NamedUser[] {
  const known = new Map<string, UserReference>();
  const named: NamedUser[] = [];
  // Mentions with more names come first, so that a mention with fewer names of the same user is recognized.
  const byNames = users.toSorted((one, other) => other.aliases.length - one.aliases.length);
  for (const { path, reference, aliases } of byNames) {
    const keys = [reference, ...aliases].map(referenceKey);
    if (keys.some((key) => known.has(key))) continue;
    for (const key of keys) known.set(key, reference);
    named.push({ path, reference });
  }
  return named;
}
