import { compact } from '../core/compact';
import { decidingRule, effectOf } from '../core/deciding-rule';
import type { RevocationRequest } from '../core/request';
import { namesOf } from '../core/request';
import type { SourceEffect, SourceRule } from '../core/source-rule';
import type { UserReference } from '../core/user-reference';
import { distinctReferences, referenceText } from '../core/user-reference';
import type { Reading, SkippedAccount } from '../alerts/reading';
import { alertReason } from './alert-reason';
import { ownActInWords } from './reading-in-words';

/** The names of a user that need no look-up of their own, and the names that are tried as well. */
type ExplainedUser = Readonly<Record<string, string | readonly string[]>>;

/** The readings of a message, as JSON for other programs. */
export interface Explanation {
  readonly result: 'request' | 'nothingToDo' | 'rejected';
  readonly format?: string;
  /** The users who would be signed out. */
  readonly users: readonly ExplainedUser[];
  /** The users of an event that only previews, by a rule of `sources` or a shipped one. */
  readonly previewed?: readonly ExplainedUser[];
  /** The tenant that the request is for; an app that is connected to another one rejects it. */
  readonly tenantId?: string;
  readonly event?: string;
  /** The rule that decides what the event may do; absent: none, and it may sign users out. */
  readonly sourceRule?: { readonly name: string; readonly effect: SourceEffect };
  readonly alert?: RevocationRequest['alert'];
  readonly reason?: string;
  readonly issues?: readonly { readonly path: string; readonly message: string }[];
  readonly skipped?: readonly SkippedAccount[];
  /** The name of `skipped` in the first version. */
  readonly leftAlone?: readonly { readonly path: string; readonly because: string }[];
  /** The items of a batch; the other fields are of all of them together. */
  readonly items?: readonly Explanation[];
}

/** Explains the readings of one message, under the operator's rules on which events act. */
export function explanation(
  readings: readonly [Reading, ...Reading[]],
  sources: readonly SourceRule[],
): Explanation {
  const [one, ...others] = readings;
  if (others.length === 0) return explanationOf(one, sources);
  const items = readings.map((reading) => explanationOf(reading, sources));
  const result = (['request', 'rejected'] as const).find((one) => items.some((item) => item.result === one));
  const requests = readings.flatMap((reading) => (acts(reading, sources) ? [reading.request] : []));
  const aliases = Object.fromEntries(requests.flatMap((request) => Object.entries(request.aliases ?? {})));
  const users = distinctReferences(requests.flatMap((request) => request.users)).map((user) =>
    identity(namesOf({ aliases }, user)),
  );
  return { result: result ?? 'nothingToDo', users, items };
}

function explanationOf(reading: Reading, sources: readonly SourceRule[]): Explanation {
  switch (reading.kind) {
    case 'request': {
      const { format, event, users, tenantId, alert, reason } = reading.request;
      const rule = decidingRule(reading.request, sources);
      const named = users.map((user) => identity(namesOf(reading.request, user)));
      return {
        result: 'request',
        format,
        ...(acts(reading, sources) ? { users: named } : { users: [], previewed: named }),
        ...(tenantId !== undefined && { tenantId }),
        ...(event !== undefined && { event }),
        ...(rule && { sourceRule: { name: rule.name, effect: rule.effect } }),
        ...(alert && { alert }),
        ...(reason !== undefined && { reason }),
        ...(reading.skipped && withAlias(reading.skipped)),
      };
    }
    case 'nothingToDo': {
      const { format, event, tenantId, alert, detail, skipped } = reading;
      return {
        result: 'nothingToDo',
        format,
        users: [],
        ...compact({ tenantId, event }),
        alert,
        reason: alertReason(detail),
        ...withAlias(skipped),
      };
    }
    case 'decision':
    case 'restore':
      return { result: 'nothingToDo', format: reading.kind, users: [], reason: ownActInWords(reading) };
    case 'rejected': {
      const { format, issues } = reading;
      const reason = issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
      return { result: 'rejected', ...(format !== undefined && { format }), users: [], reason, issues };
    }
  }
}

type RequestReading = Extract<Reading, { kind: 'request' }>;

/** Whether users may be signed out, at once or with approval. */
function acts(reading: Reading, sources: readonly SourceRule[]): reading is RequestReading {
  return reading.kind === 'request' && effectOf(reading.request, sources) !== 'whatIf';
}

function withAlias(skipped: readonly SkippedAccount[]): Pick<Explanation, 'skipped' | 'leftAlone'> {
  return { skipped, leftAlone: skipped.map(({ path, reason }) => ({ path, because: reason })) };
}

function identity([{ kind: _kind, ...reference }, ...others]: readonly [
  UserReference,
  ...UserReference[],
]): ExplainedUser {
  const fields: Record<string, string> = {};
  const further: string[] = [];
  for (const name of others) {
    const { kind, ...written } = name;
    const isCertain = kind === 'id' || kind === 'userPrincipalName';
    if (isCertain && !(kind in fields) && !(kind in reference)) Object.assign(fields, written);
    else further.push(referenceText(name));
  }
  return { ...reference, ...fields, ...(further.length > 0 && { alsoTried: further }) };
}
