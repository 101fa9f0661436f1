import * as z from 'zod';
import type { BackendFailureKind } from '../../core/backend-failure';
import type { GraphClient } from '../graph/graph-client';
import { filterLiteral } from '../graph/user-path';
import type { Detail } from '../../core/detail';
import { detail } from '../../core/detail';
import type { List, OnBehalf } from './graph-lists';
import { readList } from './graph-lists';

export const AUDIT_PERMISSION = 'AuditLog.Read.All';

const text = z.string().nullish();
const auditEvent = z.object({
  activityDisplayName: z.string(),
  activityDateTime: z.string(),
  result: text,
  resultReason: text,
  targetResources: z
    .array(
      z.object({
        id: text,
        displayName: text,
        modifiedProperties: z
          .array(z.object({ displayName: text, oldValue: text, newValue: text }))
          .nullish(),
      }),
    )
    .nullish(),
});

/** An entry of the audit log of Entra ID ("directoryAudit resource type"). */
export type AuditEvent = z.infer<typeof auditEvent>;

/** Which entries are asked for: what was done to a user, or by a user. */
export interface AuditQuestion {
  readonly by: 'target' | 'initiator';
  readonly userId: string;
  readonly since: Date;
}

/** What the audit log has of a user; `unreadable`: and will not have later either, so what it would date is kept. */
export type AuditLog =
  | { readonly kind: 'read'; readonly items: readonly AuditEvent[] }
  | { readonly kind: 'unreadable'; readonly reason: Detail }
  | Extract<List<AuditEvent>, { kind: 'failed' }>;

/**
 * What the audit log has of a user since a time, only what succeeded, in no order. Entries come minutes after what they
 * report, and are kept for 7 days without a licence, 30 with one ("Microsoft Entra data retention").
 */
export async function auditEvents(
  graph: GraphClient,
  { by, userId, since }: AuditQuestion,
  onBehalf: OnBehalf,
): Promise<AuditLog> {
  const user = filterLiteral(userId);
  const who =
    by === 'target' ? `targetResources/any(t:t/id%20eq%20${user})` : `initiatedBy/user/id%20eq%20${user}`;
  const filter = `activityDateTime%20ge%20${since.toISOString()}%20and%20${who}`;
  const read = await readList(graph, {
    path: `/auditLogs/directoryAudits?$filter=${filter}`,
    permission: AUDIT_PERMISSION,
    item: auditEvent,
    what: 'audit events',
    ...onBehalf,
  });
  if (read.kind === 'failed') {
    const { failure } = read;
    return LASTING.has(failure.kind)
      ? { kind: 'unreadable', reason: detail('keptLogUnread', { reason: failure.detail }) }
      : read;
  }
  return { kind: 'read', items: read.items.filter(({ result }) => (result ?? 'success') === 'success') };
}

/** Failures that a later try does not change: no permission, no licence, no such query. */
const LASTING: ReadonlySet<BackendFailureKind> = new Set(['forbidden', 'badRequest', 'notDone']);
