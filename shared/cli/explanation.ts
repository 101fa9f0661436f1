import type { RevocationRequest } from '../core/request';
import { namesOf } from '../core/request';
import type { UserReference } from '../core/user-reference';
import { distinctReferences, referenceText } from '../core/user-reference';
import type { Reading, SkippedAccount } from '../alerts/reading';
import { alertReason } from './alert-reason';
import { decisionInWords } from './reading-in-words';

/** The names of a user that need no look-up of their own, and the names that are tried as well. */
type ExplainedUser = Readonly<Record<string, string | readonly string[]>>;

/** The readings of a message, as JSON for other programs. */
export interface Explanation {
  readonly result: 'request' | 'nothingToDo' | 'rejected';
  readonly format?: string;
  readonly users: readonly ExplainedUser[];
  readonly alert?: RevocationRequest['alert'];
  readonly reason?: string;
  readonly issues?: readonly { readonly path: string; readonly message: string }[];
  readonly skipped?: readonly SkippedAccount[];
  /** The name of `skipped` in the first version. */
  readonly leftAlone?: readonly { readonly path: string; readonly because: string }[];
  /** The items of a batch; the other fields are of all of them together. */
  readonly items?: readonly Explanation[];
}

/** Explains the readings of one message. */
export function explanation(readings: readonly [Reading, ...Reading[]]): Explanation {
  const [one, ...others] = readings;
  if (others.length === 0) return explanationOf(one);
  const items = readings.map(explanationOf);
  const result = (['request', 'rejected'] as const).find((one) => items.some((item) => item.result === one));
  const requests = readings.flatMap((reading) => (reading.kind === 'request' ? [reading.request] : []));
  const aliases = Object.fromEntries(requests.flatMap((request) => Object.entries(request.aliases ?? {})));
  const users = distinctReferences(requests.flatMap((request) => request.users)).map((user) =>
    identity(namesOf({ aliases }, user)),
  );
  return { result: result ?? 'nothingToDo', users, items };
}

function explanationOf(reading: Reading): Explanation {
  switch (reading.kind) {
    case 'request': {
      const { format, users, alert, reason } = reading.request;
      return {
        result: 'request',
        format,
        users: users.map((user) => identity(namesOf(reading.request, user))),
        ...(alert && { alert }),
        ...(reason !== undefined && { reason }),
        ...(reading.skipped && withAlias(reading.skipped)),
      };
    }
    case 'nothingToDo': {
      const { format, alert, detail, skipped } = reading;
      return {
        result: 'nothingToDo',
        format,
        users: [],
        alert,
        reason: alertReason(detail),
        ...withAlias(skipped),
      };
    }
    case 'decision':
      return { result: 'nothingToDo', format: 'decision', users: [], reason: decisionInWords(reading) };
    case 'rejected': {
      const { format, issues } = reading;
      const reason = issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
      return { result: 'rejected', ...(format !== undefined && { format }), users: [], reason, issues };
    }
  }
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
