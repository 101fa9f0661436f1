import type { TenantDirectory } from './directory';
import type { GraphRequest, GraphResponse } from './graph-message';
import { failure } from './graph-message';
import type { Permission } from './tokens';

/** Any of these permits to list eligible roles ("List roleEligibilityScheduleInstances"). */
export const ELIGIBLE_ROLES_PERMISSIONS: readonly Permission[] = [
  'RoleEligibilitySchedule.Read.Directory',
  'RoleManagement.Read.Directory',
];

const OF_PRINCIPAL = /^principalId eq '([\da-f-]{36})'$/i;

/** Lists the roles that one principal may activate; groups through which it may are not looked at. */
export function eligibleRoles(directory: TenantDirectory, { url }: GraphRequest): GraphResponse {
  const principalId = OF_PRINCIPAL.exec(url.searchParams.get('$filter') ?? '')?.[1]?.toLowerCase();
  if (principalId === undefined) return failure(400, 'BadRequest', 'Invalid or unsupported filter.');
  const selected = url.searchParams.get('$select')?.split(',');
  const value = directory.eligibleRoles
    .filter((role) => role.principalId === principalId)
    .map((role) =>
      Object.fromEntries(
        Object.entries({
          id: `${role.principalId}-${role.roleDefinitionId}`,
          appScopeId: null,
          directoryScopeId: '/',
          memberType: 'Direct',
          ...role,
        }).filter(([name]) => selected?.includes(name) ?? true),
      ),
    );
  return { status: 200, body: { value } };
}

/** Answers for a group, which may be one without members ("Get group"). */
export function group(directory: TenantDirectory, id: string): GraphResponse {
  const isThere =
    directory.groups.some((one) => one.id === id.toLowerCase()) ||
    directory.otherObject(id)?.type === 'group';
  return isThere ? { status: 200, body: { id } } : missing(id);
}

/** Answers for the template of a directory role, which exists whether or not the role is activated. */
export function roleTemplate(directory: TenantDirectory, id: string, { url }: GraphRequest): GraphResponse {
  // "Get directoryRoleTemplate": OData query parameters are not supported.
  if (url.search !== '') return failure(400, 'Request_UnsupportedQuery', 'Query options are not supported.');
  return directory.roleTemplates.has(id.toLowerCase()) ? { status: 200, body: { id } } : missing(id);
}

function missing(id: string): GraphResponse {
  return failure(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);
}
