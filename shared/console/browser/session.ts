import type { AccountInfo, AuthenticationResult } from '@azure/msal-browser';
import {
  CacheLookupPolicy,
  InteractionRequiredAuthError,
  ProtocolMode,
  PublicClientApplication,
} from '@azure/msal-browser';
import type { ConsoleSettings } from '../../api/console-settings';
import type { SignedIn } from '../state';

/** Who is signed in, and their tokens. */
export interface Session {
  readonly person: SignedIn | undefined;
  /** Whether this page has been opened by a sign-in that a decision had asked for. */
  readonly isFresh: boolean;
  /** A token for the API; undefined: the person must sign in, and the page is about to be left. */
  token(): Promise<string | undefined>;
  /** Leaves the page to sign in; with claims afresh, for a decision. */
  signIn(claims?: string): Promise<void>;
  signOut(): Promise<void>;
}

const FRESH = 'fresh';

/** @throws when the authority has refused the sign-in */
export async function openSession({
  clientId,
  authority,
  protocol,
  scope,
}: ConsoleSettings): Promise<Session> {
  const redirectUri = `${location.origin}${location.pathname}`;
  const client = new PublicClientApplication({
    auth: { clientId, authority, knownAuthorities: [new URL(authority).host], redirectUri },
    system: { protocolMode: protocol === 'openId' ? ProtocolMode.OIDC : ProtocolMode.AAD },
    cache: { cacheLocation: 'sessionStorage' },
  });
  await client.initialize();
  const returned = await client.handleRedirectPromise();
  const account = returned?.account ?? client.getAllAccounts()[0];
  const scopes = [scope];
  const signIn = (claims?: string): Promise<void> =>
    claims === undefined
      ? client.acquireTokenRedirect({ scopes })
      : client.acquireTokenRedirect({
          scopes,
          ...(account && { account }),
          claims,
          prompt: 'login',
          state: FRESH,
        });
  return {
    person: account && signedInAs(account),
    isFresh: returned?.state === FRESH,
    token: () => tokenFor(client, { scopes, account, returned }, signIn),
    signIn,
    signOut: () => client.logoutRedirect({ ...(account && { account }), postLogoutRedirectUri: redirectUri }),
  };
}

interface Held {
  readonly scopes: string[];
  readonly account: AccountInfo | undefined;
  readonly returned: AuthenticationResult | null;
}

async function tokenFor(
  client: PublicClientApplication,
  { scopes, account }: Held,
  signIn: () => Promise<void>,
): Promise<string | undefined> {
  if (!account) return undefined;
  try {
    // No hidden frame: this page is shown in none.
    const cacheLookupPolicy = CacheLookupPolicy.AccessTokenAndRefreshToken;
    const { accessToken } = await client.acquireTokenSilent({ scopes, account, cacheLookupPolicy });
    return accessToken;
  } catch (failure) {
    if (!(failure instanceof InteractionRequiredAuthError)) throw failure;
    await signIn();
    return undefined;
  }
}

function signedInAs({ username, name, homeAccountId, idTokenClaims }: AccountInfo): SignedIn {
  const id = idTokenClaims?.oid;
  return { name: username === '' ? (name ?? homeAccountId) : username, ...(id !== undefined && { id }) };
}
