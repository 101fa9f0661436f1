import { compact } from '../core/compact';
import { detail } from '../core/detail';
import type { RevocationRequest } from '../core/request';
import type { AccountHook, Identified } from './account';
import { eventReader } from './alert-event';
import type { AlertFacts } from './alert-facts';
import { alertFacts } from './alert-facts';
import { homeOf, ofTenant, tenantAt } from './alert-tenant';
import { accountFinder } from './find-accounts';
import { aliasesOf, distinctUsers, firstSeenBy } from './distinct-users';
import type { Test } from './condition';
import { allMet, firstMet, testsOf } from './condition';
import type { Format, ItemContext } from './format';
import type { Definitions, FormatDefinition } from './format-schema';
import type { JsonNode } from './json-node';
import { MAX_ACCOUNTS } from './limits';
import type { Reading } from './reading';
import { requiredNames } from './required-names';

/**
 * The format that a valid definition describes, with the definitions of its file that it uses. Its paths and conditions are
 * compiled when a message may be of it: most formats are never met, and all of them are made at every start.
 */
export function alertFormat(
  definition: FormatDefinition,
  {
    definitions = {},
    hook,
  }: { readonly definitions?: Definitions | undefined; readonly hook?: AccountHook | undefined } = {},
): Format {
  const { name, replaces, carriesEvents = false, match = [], matchAny = [match] } = definition;
  let ways: readonly (readonly Test[])[] | undefined;
  let read: Format['read'] | undefined;
  return {
    name,
    ...(replaces !== undefined && { replaces }),
    carriesEvents,
    waysToMatch: matchAny.map((way) => way.map(requiredNames).filter((names) => names !== undefined)),
    matches: (message) => (ways ??= matchAny.map(testsOf)).some((tests) => allMet(tests, message)),
    read: (message, context) => {
      read ??= readerOf(definition, accountFinder(definition, definitions, hook));
      return read(message, context);
    },
  };
}

/** Undefined when there are too many accounts. */
type FindAccounts = (alert: JsonNode) => readonly Identified[] | undefined;

function readerOf(
  { name: format, alert: paths, ignoreWhen, rejectWhen }: FormatDefinition,
  findAccounts: FindAccounts,
): Format['read'] {
  const [ignoreTests, rejectTests] = [testsOf(ignoreWhen), testsOf(rejectWhen)];
  const eventOf = eventReader(paths.event);
  return (message, { fallbackId, tenantId }: ItemContext) => {
    const facts = alertFacts(message, paths);
    const ignored = firstMet(ignoreTests, message);
    if (ignored !== undefined) {
      return {
        kind: 'nothingToDo',
        format,
        requestId: fallbackId,
        ...facts,
        ...compact({ event: eventOf(message), tenantId: tenantAt(message, paths.tenant) }),
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
    const uncertain = accounts.find((account) => account.kind === 'skipped' && account.isUncertain);
    if (uncertain && accounts.every(({ kind }) => kind === 'skipped')) {
      return rejected(
        format,
        uncertain,
        'does not say whom to sign out: all of its accounts received the mail',
      );
    }
    const tenant = tenantAt(message, paths.tenant);
    const ours = ofTenant(accounts, tenant, tenantId);
    const named = compact({ event: eventOf(message), tenantId: tenant ?? homeOf(ours, tenantId) });
    return readingOf(ours, facts, { id: fallbackId, format, ...named });
  };
}

function rejected(format: string, { path }: { readonly path: string }, message: string): Reading {
  return { kind: 'rejected', format, issues: [{ path, message }] };
}

/** What a request for the users of an alert has in addition to them and to its facts. */
type Origin = Pick<RevocationRequest, 'id' | 'format' | 'event' | 'tenantId'>;

function readingOf(accounts: readonly Identified[], facts: AlertFacts, origin: Origin): Reading {
  const named = distinctUsers(accounts.filter((account) => account.kind === 'user'));
  const skipped = accounts
    .filter((account) => account.kind === 'skipped')
    .map(({ path, name, reason }) => compact({ path, name, reason }));
  if (named.length === 0) {
    const { id: requestId, ...others } = origin;
    return { kind: 'nothingToDo', requestId, ...others, ...facts, detail: detail('nobodyNamed'), skipped };
  }
  const users = named.map(({ reference }) => reference);
  const byUser = compact({ aliases: aliasesOf(named), firstSeen: firstSeenBy(named) });
  const { alert, uncertainTime } = facts;
  return {
    kind: 'request',
    request: { ...origin, ...byUser, users, mode: 'revoke', confirm: false, alert },
    named,
    ...(uncertainTime && { uncertainTime }),
    skipped,
  };
}
