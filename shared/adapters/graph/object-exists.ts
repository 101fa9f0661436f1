import type { DirectoryObject, ExistenceFact } from '../../ports/directory';
import type { GraphCall, GraphClient } from './graph-client';
import { GROUPS_PERMISSION, ROLES_PERMISSION } from './graph-memberships';

/**
 * Whether a group or a directory role exists ("Get group", "Get directoryRoleTemplate"). Graph answers 404 for a deleted
 * group. Of roles the template is asked for: the role itself exists only once somebody has held it.
 */
export async function objectExists(
  graph: GraphClient,
  { kind, id }: DirectoryObject,
): Promise<ExistenceFact> {
  const answer = await graph(callFor(kind, encodeURIComponent(id)));
  switch (answer.kind) {
    case 'ok':
      return { kind: 'exists' };
    case 'notFound':
      return { kind: 'notFound' };
    case 'failed':
      return { kind: 'unreadable', failure: answer.failure };
  }
}

/** A template takes no query. */
function callFor(kind: DirectoryObject['kind'], id: string): GraphCall {
  return kind === 'group'
    ? { method: 'GET', path: `/groups/${id}?$select=id`, permission: GROUPS_PERMISSION }
    : { method: 'GET', path: `/directoryRoleTemplates/${id}`, permission: ROLES_PERMISSION };
}
