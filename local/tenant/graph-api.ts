import type { TenantDirectory } from './directory';
import { accountItemRoutes } from './graph-account-items';
import { identityStepRoutes } from './graph-identity-steps';
import { listDeletedUsers, listUsers, selected } from './graph-queries';
import type { GraphRequest, GraphResponse } from './graph-message';
import { failure } from './graph-message';
import { ELIGIBLE_ROLES_PERMISSIONS, eligibleRoles, group, roleTemplate } from './graph-roles';
import { tokenLifetimePolicies } from './graph-policies';
import { LAST_SIGN_INS, lastSignIns, signIns } from './graph-sign-ins';
import { INCIDENTS_READ_PERMISSIONS, answerIncidents } from './incidents';
import type { Permission, Tokens } from './tokens';

export type { GraphRequest, GraphResponse } from './graph-message';
export { failure } from './graph-message';

/** Answers the calls of Microsoft Graph v1.0 that concern users and their sessions. */
export function answerGraph(
  directory: TenantDirectory,
  tokens: Tokens,
  request: GraphRequest,
  now = new Date(),
): GraphResponse {
  const denial = denyToken(tokens, request);
  if (denial) return denial;
  const path = request.url.pathname.replace(/^\/v1\.0/, '');
  if (request.method === 'GET' && /^(?:\/beta)?\/auditLogs\/signIns$/.test(path))
    return withPermission(tokens, 'AuditLog.Read.All', () => signIns(directory, request, now));
  const isOfActivity = LAST_SIGN_INS.test(request.url.searchParams.get('$filter') ?? '');
  if (request.method === 'GET' && path === '/users' && isOfActivity)
    return withPermission(tokens, 'AuditLog.Read.All', () => lastSignIns(directory, request, now));
  if (request.method === 'GET' && path === '/users')
    return withPermission(tokens, 'User.Read.All', () => listUsers(directory, request));
  if (request.method === 'GET' && path === '/directory/deletedItems/microsoft.graph.user')
    return withPermission(tokens, 'User.Read.All', () => listDeletedUsers(directory, request));
  if (request.method === 'GET' && path === '/directoryRoles')
    return withPermission(tokens, 'RoleManagement.Read.Directory', () => ({
      status: 200,
      body: { value: directory.roles.map(({ id }) => ({ id })) },
    }));
  if (request.method === 'GET' && path === '/roleManagement/directory/roleEligibilityScheduleInstances')
    return withPermission(tokens, ELIGIBLE_ROLES_PERMISSIONS, () => eligibleRoles(directory, request));
  if (request.method === 'GET' && path === '/policies/tokenLifetimePolicies')
    return withPermission(tokens, 'Policy.Read.All', () => tokenLifetimePolicies(directory, request));
  const [, collection, id = ''] = /^\/(groups|directoryRoleTemplates)\/([^/]+)$/.exec(path) ?? [];
  if (request.method === 'GET' && collection === 'groups')
    return withPermission(tokens, 'GroupMember.Read.All', () => group(directory, decodeURIComponent(id)));
  if (request.method === 'GET' && collection === 'directoryRoleTemplates')
    return withPermission(tokens, 'RoleManagement.Read.Directory', () =>
      roleTemplate(directory, decodeURIComponent(id), request),
    );
  const object = /^\/(directoryObjects|servicePrincipals)\/([^/]+)$/.exec(path);
  if (request.method === 'GET' && object) {
    const named = decodeURIComponent(object[2] ?? '');
    return object[1] === 'servicePrincipals'
      ? withPermission(tokens, 'Application.Read.All', () => servicePrincipal(directory, named))
      : withPermission(tokens, 'Directory.Read.All', () => directoryObject(directory, named));
  }
  const route = [...accountItemRoutes, ...identityStepRoutes].find(
    (one) => one.method === request.method && one.path.test(path),
  );
  if (route) {
    const ids = (route.path.exec(path) ?? []).slice(1).map((id?: string) => decodeURIComponent(id ?? ''));
    return withPermission(tokens, route.permissions, () => route.answer(directory, ids, request));
  }
  if (path.startsWith('/security/incidents'))
    return withPermission(
      tokens,
      request.method === 'GET' ? INCIDENTS_READ_PERMISSIONS : 'SecurityIncident.ReadWrite.All',
      () => answerIncidents(directory.incidents, request, path, now) ?? notFound(path),
    );
  const user = USER.exec(path);
  if (!user) return failure(400, 'BadRequest', `Resource not found for the segment '${path}'.`);
  const named =
    user[1] === undefined
      ? decodeURIComponent(user[2] ?? '').replaceAll("''", "'")
      : decodeURIComponent(user[1]);
  // Graph reads a segment that begins with `$` as a system resource.
  if (user[1] !== undefined && named.startsWith('$'))
    return failure(400, 'Request_BadRequest', 'Bad segment.');
  if (request.method === 'POST' && user[3] === '/checkMemberGroups')
    return withPermission(tokens, 'GroupMember.Read.All', () => checkMemberGroups(directory, named, request));
  if (request.method === 'GET' && user[3]?.startsWith('/transitiveMemberOf'))
    return withPermission(tokens, 'User.Read.All', () => directoryRoles(directory, tokens, named, request));
  if (request.method === 'POST' && user[3] === '/revokeSignInSessions')
    return withPermission(tokens, 'User.RevokeSessions.All', () => revoke(directory, named, now));
  if (request.method === 'GET' && request.url.searchParams.get('$select')?.includes('signInActivity'))
    return withPermission(tokens, 'AuditLog.Read.All', () => signInActivity(directory, named));
  if (request.method === 'GET' && !user[3])
    return withPermission(tokens, 'User.Read.All', () => get(directory, named, request.url));
  return failure(405, 'Request_BadRequest', 'Method not allowed.');
}

const USER =
  /^\/users(?:\/([^/]+)|\('([^/]+)'\))(\/revokeSignInSessions|\/checkMemberGroups|\/transitiveMemberOf\/microsoft\.graph\.directoryRole)?$/;

/** Transitive; at most 20 groups, all of which must be GUIDs ("user: checkMemberGroups"). */
function checkMemberGroups(
  directory: TenantDirectory,
  named: string,
  { body = '' }: GraphRequest,
): GraphResponse {
  const user = directory.user(named);
  if (!user) return notFound(named);
  const { groupIds } = JSON.parse(body) as { readonly groupIds?: readonly string[] };
  const isWrong = !groupIds || groupIds.length > 20 || groupIds.some((id) => !/^[\da-f-]{36}$/i.test(id));
  if (isWrong) return failure(400, 'Request_BadRequest', 'Invalid groupIds.');
  const groups = directory.groupsOf(user.id);
  return { status: 200, body: { value: groupIds.filter((id) => groups.has(id.toLowerCase())) } };
}

/** Without the permission to read roles, the answer has objects whose properties are null, as in Graph. */
function directoryRoles(
  directory: TenantDirectory,
  tokens: Tokens,
  named: string,
  { url, headers }: GraphRequest,
): GraphResponse {
  const user = directory.user(named);
  if (!user) return notFound(named);
  if (headers['consistencylevel'] !== 'eventual' || url.searchParams.get('$count') !== 'true') {
    return failure(400, 'Request_UnsupportedQuery', 'A cast is only supported as an advanced query.');
  }
  const isPermitted = tokens.permissions.has('RoleManagement.Read.Directory');
  const value = directory.rolesOf(user.id).map(({ id, roleTemplateId }) => ({
    '@odata.type': '#microsoft.graph.directoryRole',
    id,
    roleTemplateId: isPermitted ? roleTemplateId : null,
  }));
  return { status: 200, body: { '@odata.count': value.length, value } };
}

function denyToken(tokens: Tokens, { headers, url }: GraphRequest): GraphResponse | undefined {
  switch (tokens.judge(headers['authorization'], url.origin)) {
    case 'valid':
      return undefined;
    case 'invalid':
      return failure(401, 'InvalidAuthenticationToken', 'Access token is empty or invalid.', {
        'WWW-Authenticate': 'Bearer realm="", authorization_uri="https://localhost/authorize"',
      });
    case 'revoked': {
      const claims = Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1"}}}').toString(
        'base64',
      );
      return failure(
        401,
        'InvalidAuthenticationToken',
        'Continuous access evaluation resulted in claims challenge.',
        {
          'WWW-Authenticate': `Bearer realm="", authorization_uri="https://localhost/authorize", error="insufficient_claims", claims="${claims}"`,
        },
      );
    }
  }
}

/** Any of several permissions is enough. */
function withPermission(
  tokens: Tokens,
  permission: Permission | readonly Permission[],
  answer: () => GraphResponse,
): GraphResponse {
  return [permission].flat().some((one) => tokens.permissions.has(one))
    ? answer()
    : failure(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

function get(directory: TenantDirectory, named: string, url: URL): GraphResponse {
  const user = directory.user(named);
  return user ? { status: 200, body: selected(user, url) } : notFound(named);
}

function signInActivity(directory: TenantDirectory, named: string): GraphResponse {
  const user = directory.user(named);
  if (!user) return notFound(named);
  return { status: 200, body: { id: user.id, signInActivity: directory.items.signInActivity.get(user.id) } };
}

function servicePrincipal(directory: TenantDirectory, id: string): GraphResponse {
  return directory.otherObject(id)?.type === 'servicePrincipal'
    ? { status: 200, body: { id } }
    : notFound(id);
}

function directoryObject(directory: TenantDirectory, id: string): GraphResponse {
  const object = directory.otherObject(id);
  if (object) return { status: 200, body: { '@odata.type': `#microsoft.graph.${object.type}`, id } };
  return directory.user(id)
    ? { status: 200, body: { '@odata.type': '#microsoft.graph.user', id } }
    : notFound(id);
}

function revoke(directory: TenantDirectory, named: string, now: Date): GraphResponse {
  const user = directory.user(named);
  if (!user) return notFound(named);
  directory.revokeSessions(user, now);
  return {
    status: 200,
    body: { '@odata.context': 'https://localhost/v1.0/$metadata#Edm.Boolean', value: true },
  };
}

function notFound(id: string): GraphResponse {
  return failure(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);
}
