import * as z from 'zod';
import type { BackendFailure } from '../../core/backend-failure';
import { detail } from '../../core/detail';
import type { GraphAnswer } from './graph-answer';
import type { GraphCall, GraphClient } from './graph-client';
import { filterLiteral } from './user-path';

export const ELIGIBLE_ROLES_PERMISSION = 'RoleEligibilitySchedule.Read.Directory';

const instances = z.object({
  value: z.array(z.object({ roleDefinitionId: z.string(), directoryScopeId: z.string().nullish() })),
  '@odata.nextLink': z.string().nullish(),
});

export type EligibleRoles =
  /** Template ids. */
  | { readonly kind: 'read'; readonly ids: readonly string[] }
  /** The permission is not granted: roles that are not active cannot be seen. */
  | { readonly kind: 'notGranted' }
  | { readonly kind: 'unreadable'; readonly failure: BackendFailure };

/** The call that reads the roles that a user may activate ("List roleEligibilityScheduleInstances"). */
export function eligibleRolesCall(userId: string): GraphCall {
  const filter = `principalId%20eq%20${filterLiteral(userId)}`;
  return {
    method: 'GET',
    path: `/roleManagement/directory/roleEligibilityScheduleInstances?$filter=${filter}&$select=id,roleDefinitionId,directoryScopeId`,
    permission: ELIGIBLE_ROLES_PERMISSION,
  };
}

/**
 * Reads the directory roles that a user may activate now (Privileged Identity Management), in the whole tenant: as of
 * active ones, those of an administrative unit do not count. The definition of a built-in role has the id of its template.
 */
export async function eligibleRoles(graph: GraphClient, userId: string): Promise<EligibleRoles> {
  const answer = await graph(eligibleRolesCall(userId));
  if (answer.kind === 'notFound' || isWithoutLicence(answer)) return { kind: 'read', ids: [] };
  if (answer.kind === 'failed') {
    return answer.failure.kind === 'forbidden'
      ? { kind: 'notGranted' }
      : { kind: 'unreadable', failure: answer.failure };
  }
  const parsed = instances.safeParse(answer.body);
  if (!parsed.success || parsed.data['@odata.nextLink']) {
    const explanation = detail('graphNotAList', { what: 'eligible directory roles' });
    return { kind: 'unreadable', failure: { kind: 'notDone', detail: explanation } };
  }
  const held = parsed.data.value.filter(({ directoryScopeId }) => (directoryScopeId ?? '/') === '/');
  return { kind: 'read', ids: held.map(({ roleDefinitionId }) => roleDefinitionId) };
}

/** A tenant without Entra ID P2 has no eligible roles; Graph answers 400 for it. */
export function isWithoutLicence(answer: GraphAnswer): boolean {
  if (answer.kind !== 'failed' || answer.failure.kind !== 'badRequest') return false;
  const { status } = answer.failure.detail.values;
  return typeof status === 'string' && /\bAadPremiumLicenseRequired$/.test(status);
}
