import type { TenantDirectory, StoredUser } from './directory';
import type { Permission, Tokens } from './tokens';

/** A request to Graph. */
export interface GraphRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}

export interface GraphResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Answers the calls of Microsoft Graph v1.0 that concern users and their sessions. */
export function answerGraph(
  directory: TenantDirectory,
  tokens: Tokens,
  request: GraphRequest,
): GraphResponse {
  const denial = denyToken(tokens, request);
  if (denial) return denial;
  const path = request.url.pathname.replace(/^\/v1\.0/, '');
  if (request.method === 'GET' && path === '/users')
    return withPermission(tokens, 'User.Read.All', () => list(directory, request));
  if (request.method === 'GET' && path === '/directoryRoles')
    return withPermission(tokens, 'RoleManagement.Read.Directory', () => ({
      status: 200,
      body: { value: directory.roles.map(({ id }) => ({ id })) },
    }));
  const object = /^\/(directoryObjects|servicePrincipals)\/([^/]+)$/.exec(path);
  if (request.method === 'GET' && object) {
    const id = decodeURIComponent(object[2] ?? '');
    return object[1] === 'servicePrincipals'
      ? withPermission(tokens, 'Application.Read.All', () => servicePrincipal(directory, id))
      : withPermission(tokens, 'Directory.Read.All', () => directoryObject(directory, id));
  }
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
    return withPermission(tokens, 'User.RevokeSessions.All', () => revoke(directory, named));
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

/** An error in Graph's form. */
export function failure(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): GraphResponse {
  return { status, headers, body: { error: { code, message } } };
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

function withPermission(tokens: Tokens, permission: Permission, answer: () => GraphResponse): GraphResponse {
  return tokens.permissions.has(permission)
    ? answer()
    : failure(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

function get(directory: TenantDirectory, named: string, url: URL): GraphResponse {
  const user = directory.user(named);
  return user ? { status: 200, body: selected(user, url) } : notFound(named);
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

function revoke(directory: TenantDirectory, named: string): GraphResponse {
  const user = directory.user(named);
  if (!user) return notFound(named);
  directory.revokeSessions(user, new Date());
  return {
    status: 200,
    body: { '@odata.context': 'https://localhost/v1.0/$metadata#Edm.Boolean', value: true },
  };
}

const FILTER =
  /^(securityIdentifier|onPremisesSecurityIdentifier|onPremisesSamAccountName) eq '((?:[^']|'')*)'$/;

function list(directory: TenantDirectory, { url, headers }: GraphRequest): GraphResponse {
  const [, property, literal] = FILTER.exec(url.searchParams.get('$filter') ?? '') ?? [];
  if (property === undefined || literal === undefined) {
    return failure(400, 'Request_UnsupportedQuery', 'Unsupported or invalid query filter clause.');
  }
  const advanced = headers['consistencylevel'] === 'eventual' && url.searchParams.get('$count') === 'true';
  if (property === 'onPremisesSamAccountName' && !advanced) {
    return failure(400, 'Request_UnsupportedQuery', 'The property is only filterable as an advanced query.');
  }
  const users = directory.usersWith(
    property as Parameters<TenantDirectory['usersWith']>[0],
    literal.replaceAll("''", "'"),
  );
  return { status: 200, body: { value: users.map((user) => selected(user, url)) } };
}

/** Returns only the selected properties, as Graph does. */
function selected(user: StoredUser, url: URL): Record<string, unknown> {
  const names = url.searchParams.get('$select')?.split(',') ?? ['id', 'userPrincipalName'];
  return Object.fromEntries(Object.entries(user).filter(([name]) => names.includes(name)));
}

function notFound(id: string): GraphResponse {
  return failure(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);
}
