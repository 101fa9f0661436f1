import { compact } from '../../core/compact';
import type { ContainmentChange, KeptItem } from '../../core/containment';
import type { Detail } from '../../core/detail';
import { detail } from '../../core/detail';
import type { ContainmentTarget } from '../../ports/containment-method';
import type { GraphClient } from '../graph/graph-client';
import { encodeSegment, userPath } from '../graph/user-path';
import { presentTime, reasonToKeep, timeOf } from './added-since';
import type { AuditEvent } from './audit-events';
import { auditEvents } from './audit-events';
import type { AuthenticationMethod } from './authentication-methods';
import { METHODS_PERMISSION, authenticationMethods } from './authentication-methods';
import type { OnBehalf } from './graph-lists';
import { PASSWORD, methodType } from './method-types';
import type { Removal, Survey } from './removal';

const STEP = 'removeAuthenticationMethods';

/** How the audit log reports a method that was registered ("Microsoft Entra audit log activities"). */
const REGISTERED = new Set(['User registered security info', 'Admin registered security info']);

/**
 * Deletes the authentication methods that were registered since the alert's activity was first seen, never the last one that
 * signs the user in. What is deleted cannot come back: a key is on its device, and a number is not stored.
 */
export function removeAuthenticationMethods(graph: GraphClient): Removal {
  return {
    step: STEP,
    survey: (target, onBehalf) => survey(graph, target, onBehalf),
    remove: (userId, { item, before }, onBehalf) => {
      const type = methodType(String(before?.['type']));
      if (!type) throw new Error(`The change of the method ${item.id} has no type that is known.`);
      const id = type.isSingle ? '' : `/${encodeSegment(item.id)}`;
      const path = `${userPath(userId)}/authentication/${type.path}${id}`;
      return graph({ method: 'DELETE', path, permission: METHODS_PERMISSION, ...onBehalf });
    },
    refused: (failure) =>
      detail(failure.kind === 'badRequest' ? 'keptDefaultMethod' : 'keptRefused', { reason: failure.detail }),
  };
}

async function survey(graph: GraphClient, target: ContainmentTarget, onBehalf: OnBehalf): Promise<Survey> {
  const { user, firstSeenAt } = target;
  const read = await authenticationMethods(graph, user.id, onBehalf);
  if (read.kind === 'failed') return read;
  const methods = read.items.filter(({ typeName }) => typeName !== PASSWORD);
  const undated = methods.some(({ registeredAs, item }) => registeredAs && item.addedAt === undefined);
  const log =
    firstSeenAt && undated
      ? await auditEvents(graph, { by: 'target', userId: user.id, since: firstSeenAt }, onBehalf)
      : undefined;
  if (log?.kind === 'failed') return log;
  const events = log?.kind === 'read' ? log.items : [];
  const noLog = log?.kind === 'unreadable' ? log.reason : undefined;
  const judged = methods
    .map((method) => dated(method, events))
    .map((method) => ({ method, reason: reasonOf(method, firstSeenAt, noLog) }));
  return { kind: 'surveyed', ...withoutLast(judged) };
}

interface Judged {
  readonly method: AuthenticationMethod;
  /** Undefined: it is removed. */
  readonly reason: Detail | undefined;
}

function reasonOf(
  { type, typeName, item, registeredAs }: AuthenticationMethod,
  firstSeenAt: Date | undefined,
  noLog: Detail | undefined,
): Detail | undefined {
  return type
    ? reasonToKeep(firstSeenAt, item.addedAt, registeredAs && noLog)
    : detail('keptUnknownType', { type: /^\w{1,80}$/.test(typeName) ? typeName : '(unreadable type)' });
}

/** With the time when the audit log last reports it as registered, where it has no date of its own. */
function dated(method: AuthenticationMethod, events: readonly AuditEvent[]): AuthenticationMethod {
  if (method.item.addedAt !== undefined) return method;
  const addedAt = events
    .filter(
      ({ activityDisplayName, resultReason }) =>
        REGISTERED.has(activityDisplayName) && method.registeredAs?.test(resultReason ?? ''),
    )
    .flatMap(({ activityDateTime }) => presentTime(activityDateTime) ?? [])
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
  return { ...method, item: compact({ ...method.item, addedAt }) };
}

/** If no method that signs in would stay, the one that has been there longest does: it is the least likely to be new. */
function withoutLast(judged: readonly Judged[]): {
  readonly changes: readonly ContainmentChange[];
  readonly kept: readonly KeptItem[];
} {
  const signingIn = judged.filter(({ method }) => method.type?.signsIn);
  const isOneKept = signingIn.some(({ reason }) => reason !== undefined);
  const newestFirst = (a: Judged, b: Judged): number =>
    addedAtMs(b) - addedAtMs(a) || (a.method.item.id < b.method.item.id ? 1 : -1);
  const last = isOneKept ? undefined : signingIn.toSorted(newestFirst).at(-1);
  const changes = judged
    .filter((one) => one.reason === undefined && one !== last)
    .toSorted(newestFirst)
    .map(({ method: { item, typeName } }): ContainmentChange => ({
      step: STEP,
      item,
      before: { type: typeName },
      isFinal: true,
      state: 'intended',
    }));
  const kept = judged.flatMap((one) => {
    const reason = one === last ? detail('keptLastMethod') : one.reason;
    return reason ? [{ item: one.method.item, reason }] : [];
  });
  return { changes, kept };
}

function addedAtMs({ method }: Judged): number {
  return timeOf(method.item.addedAt) ?? 0;
}
