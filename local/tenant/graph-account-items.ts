import type { AccountItems, StoredAppRole, StoredConsent, StoredMethod } from './account-items';
import type { TenantDirectory } from './directory';
import type { GraphRequest, GraphResponse } from './graph-message';
import { failure } from './graph-message';
import { auditEvents, page } from './graph-audit-events';
import type { Permission } from './tokens';

/** A call that an answer is known for, by its method and path; groups of the path are the ids in it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: RegExp;
  /** Any of them is enough. */
  readonly permissions: readonly Permission[];
  readonly answer: (
    directory: TenantDirectory,
    ids: readonly string[],
    request: GraphRequest,
  ) => GraphResponse;
}

const METHODS = 'UserAuthenticationMethod.ReadWrite.All';
const CONSENTS = 'DelegatedPermissionGrant.ReadWrite.All';
const APP_ROLES = 'AppRoleAssignment.ReadWrite.All';
const DEVICES = 'Device.ReadWrite.All';
const DONE: GraphResponse = { status: 204 };
const USER = '\\/users\\/([^/]+)';
const at = (path: string): RegExp => new RegExp(`^${path}$`);

/** What a containment reads and removes of a user, as Graph v1.0 documents it. */
export const accountItemRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: at(`${USER}\\/authentication\\/methods`),
    permissions: [METHODS],
    answer: ofUser((items, userId, request) =>
      page(
        request,
        items.methods
          .filter((method) => method.userId === userId)
          .map(({ userId: _userId, isDefault: _isDefault, ...method }) => method),
      ),
    ),
  },
  {
    method: 'DELETE',
    path: at(`${USER}\\/authentication\\/(\\w+Methods?)(?:\\/([^/]+))?`),
    permissions: [METHODS],
    answer: ofUser((items, userId, _request, ids) => deleteMethod(items, userId, ids)),
  },
  {
    method: 'GET',
    path: at(`${USER}\\/oauth2PermissionGrants`),
    permissions: [CONSENTS],
    answer: ofUser((items, userId, request) =>
      page(
        request,
        items.consents.filter(({ principalId }) => principalId === userId),
      ),
    ),
  },
  {
    method: 'DELETE',
    path: at('\\/oauth2PermissionGrants\\/([^/]+)'),
    permissions: [CONSENTS],
    answer: ({ items }, [id = '']) => {
      const left = items.consents.filter((consent) => consent.id !== id);
      return changed(left.length < items.consents.length, () => void (items.consents = left));
    },
  },
  {
    method: 'POST',
    path: at('\\/oauth2PermissionGrants'),
    permissions: [CONSENTS],
    answer: ({ items }, _ids, { body = '' }) =>
      addConsent(items, JSON.parse(body) as Omit<StoredConsent, 'id'>),
  },
  {
    method: 'PATCH',
    path: at('\\/oauth2PermissionGrants\\/([^/]+)'),
    permissions: [CONSENTS],
    answer: ({ items }, [id], { body = '' }) => {
      const { scope } = JSON.parse(body) as Pick<StoredConsent, 'scope'>;
      return changed(
        items.consents.some((consent) => consent.id === id),
        () => void (items.consents = items.consents.map((one) => (one.id === id ? { ...one, scope } : one))),
      );
    },
  },
  {
    method: 'GET',
    path: at(`${USER}\\/appRoleAssignments`),
    permissions: [APP_ROLES, 'Directory.Read.All'],
    answer: (directory, [named = ''], request) => {
      const user = directory.user(named);
      if (!user) return missing();
      const holders = new Set([user.id, ...directory.groupsOf(user.id)]);
      return page(
        request,
        directory.items.appRoles.filter(({ principalId }) => holders.has(principalId)),
      );
    },
  },
  {
    method: 'POST',
    path: at(`${USER}\\/appRoleAssignments`),
    permissions: [APP_ROLES],
    answer: ofUser((items, _userId, { body = '' }) => addAppRole(items, JSON.parse(body) as AppRoleBody)),
  },
  {
    method: 'DELETE',
    path: at(`${USER}\\/appRoleAssignments\\/([^/]+)`),
    permissions: [APP_ROLES],
    answer: ofUser((items, userId, _request, [id]) => {
      const left = items.appRoles.filter((role) => role.id !== id || role.principalId !== userId);
      return changed(left.length < items.appRoles.length, () => void (items.appRoles = left));
    }),
  },
  {
    method: 'GET',
    path: at(`${USER}\\/(ownedDevices|registeredDevices)`),
    permissions: ['User.Read.All'],
    answer: ofUser((items, userId, request, [relation]) =>
      page(
        request,
        items.devices
          .filter(({ ownerId, userIds }) =>
            relation === 'ownedDevices' ? ownerId === userId : userIds.includes(userId),
          )
          .map(({ ownerId: _ownerId, userIds: _userIds, ...device }) => ({
            '@odata.type': '#microsoft.graph.device',
            ...device,
          })),
      ),
    ),
  },
  {
    method: 'GET',
    path: at('\\/devices\\/([^/]+)'),
    permissions: [DEVICES],
    answer: ({ items }, [id]) => {
      const device = items.devices.find((one) => one.id === id);
      return device ? { status: 200, body: { id, accountEnabled: device.accountEnabled } } : missing();
    },
  },
  {
    method: 'PATCH',
    path: at('\\/devices\\/([^/]+)'),
    permissions: [DEVICES],
    answer: ({ items }, [id], { body = '' }) => {
      const device = items.devices.find((one) => one.id === id);
      const { accountEnabled } = JSON.parse(body) as { readonly accountEnabled?: boolean };
      if (accountEnabled === undefined) return failure(400, 'Request_BadRequest', 'Nothing to change.');
      return changed(device !== undefined, () => {
        if (device) device.accountEnabled = accountEnabled;
      });
    },
  },
  {
    method: 'GET',
    path: at('\\/auditLogs\\/directoryAudits'),
    permissions: ['AuditLog.Read.All'],
    answer: ({ items }, _ids, request) => auditEvents(items.auditEvents, request),
  },
  {
    method: 'GET',
    path: at('\\/identityProtection\\/riskyUsers\\/([^/]+)'),
    permissions: ['IdentityRiskyUser.Read.All', 'IdentityRiskyUser.ReadWrite.All'],
    answer: ({ items }, [id]) => {
      const risk = items.risks.find((one) => one.id === id);
      return risk ? { status: 200, body: risk } : missing();
    },
  },
];

/** An answer about a user who exists; the ids are those after the user's. */
function ofUser(
  answer: (
    items: AccountItems,
    userId: string,
    request: GraphRequest,
    ids: readonly string[],
  ) => GraphResponse,
): Route['answer'] {
  return (directory, [named = '', ...ids], request) => {
    const user = directory.user(named);
    return user ? answer(directory.items, user.id, request, ids) : missing();
  };
}

/** "userDefaultAuthenticationMethodType values": an app, a code of one, a call or a text message. */
const MAY_BE_DEFAULT = /\.(?:microsoftAuthenticator|softwareOath|phone)AuthenticationMethod$/;

/** The path of a type is its name, in the plural but for what there is one of. */
function deleteMethod(
  items: AccountItems,
  userId: string,
  [path = '', id = '']: readonly string[],
): GraphResponse {
  const isNamed = (method: StoredMethod): boolean =>
    method.userId === userId &&
    method['@odata.type'] === `#microsoft.graph.${path.replace(/Methods?$/, 'AuthenticationMethod')}` &&
    (id === '' || method.id === id);
  const found = items.methods.find(isNamed);
  if (!found) return missing();
  const others = items.methods.filter(
    (method) => method.userId === userId && method !== found && MAY_BE_DEFAULT.test(method['@odata.type']),
  );
  if (found.isDefault && others.length > 0)
    return failure(400, 'badRequest', 'Cannot delete default method with other methods configured.');
  items.methods = items.methods.filter((method) => method !== found);
  return DONE;
}

/** There is one of a kind for each user, application and resource. */
function addConsent(items: AccountItems, body: Omit<StoredConsent, 'id'>): GraphResponse {
  const isThere = items.consents.some(
    (one) =>
      one.clientId === body.clientId &&
      one.resourceId === body.resourceId &&
      one.principalId === body.principalId &&
      one.consentType === body.consentType,
  );
  if (isThere)
    return failure(409, 'Request_MultipleObjectsWithSameKeyValue', 'Permission entry already exists.');
  const { clientId, consentType, principalId, resourceId, scope } = body;
  const made = { id: items.newId('grant'), clientId, consentType, principalId, resourceId, scope };
  items.consents.push(made);
  return { status: 201, body: made };
}

type AppRoleBody = Pick<StoredAppRole, 'appRoleId' | 'principalId' | 'resourceId'>;

function addAppRole(items: AccountItems, { appRoleId, principalId, resourceId }: AppRoleBody): GraphResponse {
  const isThere = items.appRoles.some(
    (one) => one.appRoleId === appRoleId && one.principalId === principalId && one.resourceId === resourceId,
  );
  if (isThere)
    return failure(400, 'Request_BadRequest', 'Permission being assigned already exists on the object.');
  const made: StoredAppRole = {
    id: items.newId('role'),
    appRoleId,
    principalId,
    principalType: 'User',
    resourceId,
    createdDateTime: new Date().toISOString(),
  };
  items.appRoles.push(made);
  return { status: 201, body: made };
}

function changed(isThere: boolean, change: () => void): GraphResponse {
  if (!isThere) return missing();
  change();
  return DONE;
}

function missing(): GraphResponse {
  return failure(404, 'Request_ResourceNotFound', 'The resource does not exist.');
}
