import * as z from 'zod';
import { compact } from '../../core/compact';
import type { ContainedItem } from '../../core/containment';
import type { GraphClient } from '../graph/graph-client';
import { userPath } from '../graph/user-path';
import { presentTime } from './added-since';
import type { List, OnBehalf } from './graph-lists';
import { itemId, notAList, readList } from './graph-lists';
import { shortText } from './masked';

/** The reference names Directory.Read.All for reading and this one for writing, which reads as well. */
export const CONSENTS_PERMISSION = 'DelegatedPermissionGrant.ReadWrite.All';
export const APP_ROLES_PERMISSION = 'AppRoleAssignment.ReadWrite.All';

/** A consent ("oAuth2PermissionGrant resource type"). */
const grant = z.object({
  id: itemId,
  clientId: z.string(),
  /** `Principal`: of one user; `AllPrincipals`: an administrator's, for all. */
  consentType: z.string(),
  principalId: z.string().nullish(),
  resourceId: z.string(),
  scope: z.string().nullish(),
});

/** The fields of an app role assignment ("appRoleAssignment resource type"). */
const roleFields = z.object({
  appRoleId: z.string(),
  principalId: z.string(),
  resourceId: z.string(),
});
const role = roleFields.extend({
  id: itemId,
  createdDateTime: z.string().nullish(),
  resourceDisplayName: z.string().nullish(),
});

/** A delegated permission grant of a user: what an application may do in the user's name. */
export interface Consent {
  readonly item: ContainedItem;
  readonly before: {
    readonly clientId: string;
    readonly consentType: string;
    readonly principalId: string | null;
    readonly resourceId: string;
    readonly scope: string;
  };
}

/** One that loses the scopes that were added to it: `scope` is what it had. */
export interface NarrowedConsent {
  readonly item: ContainedItem;
  readonly before: z.infer<typeof notedConsent>;
}

/** An app role that a user holds, directly or through a group. */
export interface AppRole {
  readonly item: ContainedItem;
  readonly before: z.infer<typeof roleFields>;
}

type Reading = OnBehalf & { readonly priority?: 'low' };

/** Lists the consents of a user ("List a user's oauth2PermissionGrants"). */
export async function consents(graph: GraphClient, userId: string, reading: Reading): Promise<List<Consent>> {
  const read = await readList(graph, {
    path: `${userPath(userId)}/oauth2PermissionGrants`,
    permission: CONSENTS_PERMISSION,
    item: grant,
    what: 'consents',
    ...reading,
  });
  if (read.kind === 'failed') return read;
  if (read.items.some((one) => !isFor(one, userId))) {
    return { kind: 'failed', failure: notAList('consents'), record: { attempts: 1, requestIds: [] } };
  }
  return {
    kind: 'read',
    items: read.items.map(({ id, clientId, consentType, principalId, resourceId, scope }) => ({
      item: { kind: 'consent', id },
      before: { clientId, consentType, principalId: principalId ?? null, resourceId, scope: scope ?? '' },
    })),
  };
}

/** A list that names another person's consent is not the user's. */
function isFor({ consentType, principalId }: z.infer<typeof grant>, userId: string): boolean {
  return consentType !== 'Principal' || principalId?.toLowerCase() === userId.toLowerCase();
}

/** Lists the app roles of a user and of the groups that the user is a member of ("List appRoleAssignments granted to a user"). */
export async function appRoles(graph: GraphClient, userId: string, reading: Reading): Promise<List<AppRole>> {
  const read = await readList(graph, {
    path: `${userPath(userId)}/appRoleAssignments`,
    permission: APP_ROLES_PERMISSION,
    item: role,
    what: 'app role assignments',
    ...reading,
  });
  if (read.kind === 'failed') return read;
  return {
    kind: 'read',
    items: read.items.map(({ id, createdDateTime, resourceDisplayName, ...fields }) => ({
      item: compact({
        kind: 'appRole' as const,
        id,
        name: shortText(resourceDisplayName),
        addedAt: presentTime(createdDateTime),
      }),
      before: roleFields.parse(fields),
    })),
  };
}

/** What a change has noted of a consent or an app role, read back. */
export const notedConsent = z.object({
  clientId: z.string(),
  consentType: z.string(),
  principalId: z.string().nullable(),
  resourceId: z.string(),
  scope: z.string(),
  narrowedTo: z.string().exactOptional(),
});
export const notedAppRole = roleFields;
