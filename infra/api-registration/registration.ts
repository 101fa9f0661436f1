import { armGuid } from '../preflight/arm-guid';

// The registration as main.bicep makes it: both name its parts by the same ids, so that one finds what the other has made.

/** By which the registration is found again. */
export const UNIQUE_NAME = 'session-revoker-api';

/** Tokens of people are issued to these without a consent: the Azure CLI, and Azure PowerShell. */
export const CLIENTS = ['04b07795-8ddb-461a-bbee-02f9e1bf7b46', '1950a258-227b-4e31-a9cf-717495945fc2'];

/** An app role of the registration. */
export interface AppRole {
  readonly value: string;
  readonly description: string;
  readonly types: readonly ('User' | 'Application')[];
}

/** The option of `register` that names the holders of each role. */
export const ROLE_OPTIONS = {
  readers: {
    value: 'Revocation.Read',
    description: 'Reads outcomes, histories and what waits for approval, and previews.',
    types: ['User', 'Application'],
  },
  requesters: {
    value: 'Revocation.Request',
    description: 'Asks for sign-outs, and reads what becomes of them.',
    types: ['User', 'Application'],
  },
  approvers: {
    value: 'Revocation.Approve',
    description: 'Decides on what waits for approval.',
    types: ['User'],
  },
  operators: { value: 'Revocation.Operate', description: 'Operates the app.', types: ['User'] },
} as const satisfies Readonly<Record<string, AppRole>>;

/** The id of a role or a scope: that of main.bicep. */
export function idOf(value: string): string {
  return armGuid(`session-revoker-${value}`);
}

/** An application as Microsoft Graph has it, as far as it is changed. */
export interface Application {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly appRoles: readonly WithId[];
  readonly api: {
    readonly oauth2PermissionScopes?: readonly WithId[];
    readonly preAuthorizedApplications?: readonly PreAuthorized[];
  };
  readonly optionalClaims: { readonly accessToken?: readonly { readonly name: string }[] } | null;
  readonly spa: { readonly redirectUris?: readonly string[] } | null;
}

interface WithId {
  readonly id: string;
}
interface PreAuthorized {
  readonly appId: string;
  readonly delegatedPermissionIds: readonly string[];
}

/** What is asked of the registration. */
export interface Wanted {
  readonly displayName?: string;
  /** Where the page is; absent: the registration has no page of its own. */
  readonly consoleUrl?: string;
  /** The application by which people sign in to the page; absent: this one. */
  readonly consoleClientId?: string;
}

/** The registration with everything but its clients: a scope must exist before clients are authorized for it. */
export function applicationBody(wanted: Wanted, existing?: Application): object {
  const { displayName = existing?.displayName ?? 'session-revoker', consoleUrl, consoleClientId } = wanted;
  const own = consoleUrl === undefined || consoleClientId !== undefined ? [] : [consoleUrl];
  const accessToken = existing?.optionalClaims?.accessToken ?? [];
  return {
    displayName,
    signInAudience: 'AzureADMyOrg',
    appRoles: merged(Object.values(ROLE_OPTIONS).map(appRole), existing?.appRoles),
    api: apiBody(existing, existing?.api.preAuthorizedApplications ?? []),
    optionalClaims: {
      ...existing?.optionalClaims,
      accessToken: [
        ...accessToken.filter(({ name }) => name !== 'auth_time'),
        { name: 'auth_time', essential: false },
      ],
    },
    spa: spaBody(own, existing),
  };
}

/** The clients for which tokens are issued without a consent: these, that of the page, and those that were there. */
export function clientsBody({ consoleClientId }: Wanted, existing?: Application): object {
  const clients = [...CLIENTS, ...(consoleClientId === undefined ? [] : [consoleClientId])];
  const others = (existing?.api.preAuthorizedApplications ?? []).filter(
    ({ appId }) => !clients.includes(appId.toLowerCase()),
  );
  const authorized = clients.map((appId) => ({ appId, delegatedPermissionIds: [idOf('access')] }));
  return { api: apiBody(existing, [...authorized, ...others]) };
}

/** The redirect URIs of a page, beside those that are there. */
export function spaBody(
  urls: readonly string[],
  existing?: Pick<Application, 'spa'>,
): { readonly redirectUris: readonly string[] } {
  return { redirectUris: [...new Set([...(existing?.spa?.redirectUris ?? []), ...urls])] };
}

function apiBody(
  existing: Application | undefined,
  preAuthorizedApplications: readonly PreAuthorized[],
): object {
  const scope = {
    id: idOf('access'),
    value: 'access',
    type: 'User',
    isEnabled: true,
    adminConsentDisplayName: 'Call session-revoker',
    adminConsentDescription:
      'Calls session-revoker in the name of the person who signed in, within their roles.',
    userConsentDisplayName: 'Call session-revoker',
    userConsentDescription: 'Calls session-revoker in your name, within your roles.',
  };
  return {
    requestedAccessTokenVersion: 2,
    oauth2PermissionScopes: merged([scope], existing?.api.oauth2PermissionScopes),
    preAuthorizedApplications,
  };
}

function appRole({ value, description, types }: AppRole): WithId {
  const role = { value, displayName: value, description, allowedMemberTypes: types, isEnabled: true };
  return { id: idOf(value), ...role };
}

/** Microsoft Graph removes what a list lacks, and refuses it for a role that is enabled. */
function merged(own: readonly WithId[], existing: readonly WithId[] = []): readonly WithId[] {
  return [...own, ...existing.filter(({ id }) => !own.some((one) => one.id === id.toLowerCase()))];
}
