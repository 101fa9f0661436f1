import { compact } from '../../core/compact';
import { detail } from '../../core/detail';
import type { Directory, SessionsValidFrom } from '../../ports/directory';
import { deletedAt } from './deleted-user';
import { findUser } from './find-user';
import type { GraphClient } from './graph-client';
import { graphMemberships } from './graph-memberships';
import { graphUser, present } from './graph-user';
import { objectExists } from './object-exists';
import type { NetbiosDomains } from './on-premises-domain';
import { userPath } from './user-path';

/** What reads whether a revocation took effect. */
const shownUser = graphUser.pick({ id: true, signInSessionsValidFromDateTime: true });

/**
 * Looks users up in Microsoft Graph (application permission `User.Read.All`).
 *
 * @param netbiosDomains of policy
 */
export function graphDirectory(graph: GraphClient, netbiosDomains: NetbiosDomains = {}): Directory {
  return {
    find: (reference) => findUser({ graph, netbiosDomains }, reference),
    deletedAt: (reference) => deletedAt(graph, reference),
    memberships: (userId, asked) => graphMemberships(graph, userId, asked),
    exists: (object) => objectExists(graph, object),
    sessionsValidFrom: (userId) => sessionsValidFrom(graph, userId),
  };
}

async function sessionsValidFrom(graph: GraphClient, userId: string): Promise<SessionsValidFrom> {
  const path = `${userPath(userId)}?$select=id,signInSessionsValidFromDateTime`;
  const answer = await graph({ method: 'GET', path, permission: 'User.Read.All', priority: 'low' });
  if (answer.kind === 'failed') return { kind: 'failed', failure: answer.failure };
  const parsed = shownUser.safeParse(answer.kind === 'ok' ? answer.body : undefined);
  if (!parsed.success) {
    return { kind: 'failed', failure: { kind: 'notDone', detail: detail('userNoLongerShown') } };
  }
  const time = parsed.data.signInSessionsValidFromDateTime;
  return compact({ kind: 'read' as const, sessionsValidFrom: present(time) });
}
