import type { TenantDirectory } from './directory';
import type { Route } from './graph-account-items';
import type { GraphRequest, GraphResponse } from './graph-message';
import { failure } from './graph-message';
import type { StoredIdentity } from './identity-accounts';
import { actionsOf } from './identity-accounts';

const ACCOUNTS = '\\/security\\/identities\\/identityAccounts';
const DONE: GraphResponse = { status: 204 };
const at = (path: string): RegExp => new RegExp(`^${path}$`);

/** The calls by which a containment changes how a user signs in, as Graph v1.0 documents them. */
export const identityStepRoutes: readonly Route[] = [
  {
    method: 'PATCH',
    path: at('\\/users\\/([^/]+)'),
    permissions: ['User.EnableDisableAccount.All'],
    answer: (directory, [named = ''], request) => changeSignIn(directory, named, request),
  },
  {
    method: 'POST',
    path: at('\\/identityProtection\\/riskyUsers\\/(confirmCompromised|dismiss)'),
    permissions: ['IdentityRiskyUser.ReadWrite.All'],
    answer: (directory, [act = ''], request) => setRisk(directory, act, request),
  },
  {
    method: 'GET',
    path: at(ACCOUNTS),
    permissions: ['SecurityIdentitiesAccount.Read.All'],
    answer: (directory, _ids, request) => listIdentities(directory, request),
  },
  {
    method: 'GET',
    path: at(`${ACCOUNTS}\\/([^/]+)`),
    permissions: ['SecurityIdentitiesAccount.Read.All'],
    answer: ({ identities }, [id]) => {
      const found = identities?.find((one) => one.id === id);
      return found ? { status: 200, body: shown(found) } : missing();
    },
  },
  {
    method: 'POST',
    path: at(`${ACCOUNTS}\\/([^/]+)\\/invokeAction`),
    permissions: ['SecurityIdentitiesActions.ReadWrite.All'],
    answer: ({ identities }, [id], request) => invokeAction(identities, id, request),
  },
];

/** "Who can perform sensitive actions": not for accounts with a directory role, unless the caller has a higher one. */
function changeSignIn(directory: TenantDirectory, named: string, { body = '' }: GraphRequest): GraphResponse {
  const user = directory.user(named);
  if (!user) return missing();
  const { accountEnabled } = JSON.parse(body) as { readonly accountEnabled?: boolean };
  if (accountEnabled === undefined) return failure(400, 'Request_BadRequest', 'Nothing to change.');
  if (directory.rolesOf(user.id).length > 0 && !directory.mayChangeAdministrators)
    return failure(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  user.accountEnabled = accountEnabled;
  return DONE;
}

/** All of the users, or none. */
function setRisk(directory: TenantDirectory, act: string, { body = '' }: GraphRequest): GraphResponse {
  if (!directory.hasRiskLicence)
    return failure(403, 'Forbidden', 'The tenant is not licensed for this feature.');
  const { userIds = [] } = JSON.parse(body) as { readonly userIds?: readonly string[] };
  if (userIds.length === 0 || userIds.some((id) => !directory.user(id)))
    return failure(400, 'BadRequest', 'Invalid userIds.');
  const { items } = directory;
  const isConfirmed = act === 'confirmCompromised';
  items.risks = [
    ...items.risks.filter(({ id }) => !userIds.includes(id)),
    ...userIds.map((id) => ({
      id,
      riskLevel: isConfirmed ? 'high' : 'none',
      riskState: isConfirmed ? 'confirmedCompromised' : 'dismissed',
      riskDetail: isConfirmed ? 'adminConfirmedUserCompromised' : 'adminDismissedAllRiskForUser',
      riskLastUpdatedDateTime: new Date().toISOString(),
    })),
  ];
  return DONE;
}

function listIdentities({ identities }: TenantDirectory, { url }: GraphRequest): GraphResponse {
  if (!identities) return failure(403, 'Forbidden', 'The tenant is not licensed for Defender for Identity.');
  const [, name, sid = ''] =
    /^(onPremisesSecurityIdentifier|cloudSecurityIdentifier) eq '([\w-]+)'$/.exec(
      url.searchParams.get('$filter') ?? '',
    ) ?? [];
  if (name !== 'onPremisesSecurityIdentifier' && name !== 'cloudSecurityIdentifier')
    return failure(400, 'BadRequest', 'Invalid or unsupported filter.');
  return { status: 200, body: { value: identities.filter((one) => one[name] === sid).map(shown) } };
}

function invokeAction(
  identities: readonly StoredIdentity[] | undefined,
  id: string | undefined,
  { body = '' }: GraphRequest,
): GraphResponse {
  const { accountId, action, identityProvider } = JSON.parse(body) as Readonly<Record<string, string>>;
  const found = identities
    ?.find((one) => one.id === id)
    ?.accounts.find((one) => one.identifier === accountId && one.identityProvider === identityProvider);
  if (!found) return missing();
  // What has been disabled just before may still have its sessions ended.
  if (action !== 'revokeAllSessions' && !actionsOf(found).includes(action ?? ''))
    return failure(400, 'BadRequest', 'The action is not available.');
  if (action === 'revokeAllSessions') found.revocations++;
  else found.isEnabled = action === 'enable';
  return { status: 200, body: { value: { accountId, action, identityProvider, correlationId: id } } };
}

function shown({ accounts, ...identity }: StoredIdentity) {
  return {
    ...identity,
    displayName: 'An identity',
    accounts: accounts.map((account) => ({
      identifier: account.identifier,
      identityProvider: account.identityProvider,
      actions: actionsOf(account),
    })),
  };
}

function missing(): GraphResponse {
  return failure(404, 'Request_ResourceNotFound', 'Resource does not exist.');
}
