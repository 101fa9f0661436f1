import * as z from 'zod';
import type { BackendFailure } from '../../core/backend-failure';
import { detail } from '../../core/detail';
import type { MembershipFact } from '../../core/facts';
import type { AskedMemberships } from '../../core/policy';
import { eligibleRoles } from './eligible-roles';
import type { GraphClient } from './graph-client';
import { userPath } from './user-path';

/** The number of groups that one call checks ("user: checkMemberGroups"). */
export const GROUPS_PER_CALL = 20;
/** A page has room for more directory roles than exist ("List a user's memberships"). */
const PAGE = 999;

export const GROUPS_PERMISSION = 'GroupMember.Read.All';
export const ROLES_PERMISSION = 'RoleManagement.Read.Directory';

const groupIds = z.object({ value: z.array(z.string()) });
const directoryRoles = z.object({
  value: z.array(z.object({ roleTemplateId: z.string().nullish() })),
  '@odata.nextLink': z.string().nullish(),
});

type Part =
  | { readonly kind: 'read'; readonly ids: readonly string[] }
  | { readonly kind: 'unreadable'; readonly failure: BackendFailure };

/** Reads a user's memberships, nested groups included; if one part is unreadable, all of them count as unreadable. */
export async function graphMemberships(
  graph: GraphClient,
  userId: string,
  { groups, roles }: AskedMemberships,
): Promise<MembershipFact> {
  const calls: Promise<Part>[] = [];
  for (let at = 0; at < groups.length; at += GROUPS_PER_CALL) {
    calls.push(memberGroups(graph, userId, groups.slice(at, at + GROUPS_PER_CALL)));
  }
  const [activeRead, eligibleRead, ...groupsRead] = await Promise.all([
    roles ? memberRoles(graph, userId) : nothing(),
    roles ? mayActivate(graph, userId) : nothing(),
    ...calls,
  ]);
  const failed = [activeRead, eligibleRead, ...groupsRead].find((part) => part.kind === 'unreadable');
  if (failed) return failed;
  const held = new Set([...idsOf(activeRead), ...idsOf(eligibleRead)]);
  return { kind: 'read', groups: groupsRead.flatMap(idsOf), roles: [...held] };
}

/** The roles that a user may activate count as held; where the app may not see them, only the active ones do. */
async function mayActivate(graph: GraphClient, userId: string): Promise<Part> {
  const read = await eligibleRoles(graph, userId);
  return read.kind === 'notGranted' ? nothing() : read;
}

function nothing(): Promise<Part> {
  return Promise.resolve({ kind: 'read', ids: [] });
}

function idsOf(part: Part): readonly string[] {
  return part.kind === 'read' ? part.ids.map((id) => id.toLowerCase()) : [];
}

/** Transitive. Without the permission `Member.Read.Hidden` a group with hidden membership seems to have no members. */
async function memberGroups(graph: GraphClient, userId: string, asked: readonly string[]): Promise<Part> {
  const answer = await graph({
    method: 'POST',
    path: `${userPath(userId)}/checkMemberGroups`,
    permission: GROUPS_PERMISSION,
    body: { groupIds: asked },
    isRead: true,
  });
  if (answer.kind === 'failed') return { kind: 'unreadable', failure: answer.failure };
  const parsed = groupIds.safeParse(answer.kind === 'ok' ? answer.body : undefined);
  return parsed.success ? { kind: 'read', ids: parsed.data.value } : unexpected('groups');
}

/**
 * The user's active directory roles, including those assigned through groups. Without the permission to read roles Graph
 * still answers 200, with objects whose properties are null: this must not count as having no roles.
 */
async function memberRoles(graph: GraphClient, userId: string): Promise<Part> {
  const query = `$select=id,roleTemplateId&$count=true&$top=${String(PAGE)}`;
  const answer = await graph({
    method: 'GET',
    path: `${userPath(userId)}/transitiveMemberOf/microsoft.graph.directoryRole?${query}`,
    permission: ROLES_PERMISSION,
    // The cast is an advanced query ("Advanced query capabilities on Microsoft Entra ID objects").
    headers: { ConsistencyLevel: 'eventual' },
  });
  if (answer.kind === 'failed') return { kind: 'unreadable', failure: answer.failure };
  const parsed = directoryRoles.safeParse(answer.kind === 'ok' ? answer.body : undefined);
  if (!parsed.success || parsed.data['@odata.nextLink']) return unexpected('directory roles');
  const ids = parsed.data.value.flatMap(({ roleTemplateId }) => roleTemplateId ?? []);
  if (ids.length === parsed.data.value.length) return { kind: 'read', ids };
  const explanation = detail('rolesUnreadable', { permission: ROLES_PERMISSION });
  return { kind: 'unreadable', failure: { kind: 'forbidden', detail: explanation } };
}

function unexpected(what: string): Part {
  return { kind: 'unreadable', failure: { kind: 'notDone', detail: detail('graphNotAList', { what }) } };
}
