import type { RevocationRequest } from '../core/request';
import type { UserReference } from '../core/user-reference';
import { distinctReferences } from '../core/user-reference';
import type { Reading, SkippedAccount } from '../alerts/reading';
import { alertReason } from './alert-reason';
import { decisionInWords } from './reading-in-words';

/** The readings of a message, as JSON for other programs. */
export interface Explanation {
  readonly result: 'request' | 'nothingToDo' | 'rejected';
  readonly format?: string;
  readonly users: readonly Readonly<Record<string, string>>[];
  /** The tenant that the request is for; an app that is connected to another one rejects it. */
  readonly tenantId?: string;
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
  const users = distinctReferences(
    readings.flatMap((reading) => (reading.kind === 'request' ? reading.request.users : [])),
  ).map(identity);
  return { result: result ?? 'nothingToDo', users, items };
}

function explanationOf(reading: Reading): Explanation {
  switch (reading.kind) {
    case 'request': {
      const { format, users, tenantId, alert, reason } = reading.request;
      return {
        result: 'request',
        format,
        users: users.map(identity),
        ...(tenantId !== undefined && { tenantId }),
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

function identity({ kind: _kind, ...names }: UserReference): Readonly<Record<string, string>> {
  return { ...names };
}
