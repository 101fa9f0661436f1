import { roleRemedy } from './role-remedy';
import { ownClaims } from './token-claims';

/** Acquires tokens of the person who is signed in on this machine. */
export interface Credential {
  getToken(scope: string, options?: { readonly claims?: string }): Promise<{ readonly token: string } | null>;
}

export interface SignIn {
  /** `API_AUDIENCE` of the app. */
  readonly audience: string;
  readonly tenant?: string | undefined;
}

/** Nobody is signed in whom the app could know; the message has the remedy. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn';
}

/** The scope of tokens for an app. */
function scopeOf(audience: string): string {
  return `${audience}/.default`;
}

/** Acquires tokens for the app by a sign-in of its person. @throws NotSignedIn */
export function signedIn(
  credentialOf: () => Promise<Credential>,
  signIn: SignIn,
): (claims?: string) => Promise<string> {
  const credential: { first?: Promise<Credential> } = {};
  return async (claims) => {
    credential.first ??= credentialOf();
    const person = await credential.first;
    const acquired = await person
      .getToken(scopeOf(signIn.audience), claims === undefined ? {} : { claims })
      .catch((error: unknown) => {
        throw new NotSignedIn(reasonOf(error, signIn, claims), { cause: error });
      });
    if (acquired && isForApp(acquired.token, signIn)) return acquired.token;
    if (acquired) throw new NotSignedIn(NOT_FOR_APP);
    throw new NotSignedIn(reasonOf(undefined, signIn, claims));
  };
}

const NOT_FOR_APP =
  'The token is not for the app, and was not sent. Check --audience (API_AUDIENCE of the app): session-revoker use.';

/** Whether a token can be one that the app accepts. Another one, such as that of Microsoft Graph, must not be seen by the server of an address. */
function isForApp(token: string, { audience }: SignIn): boolean {
  const own = ownClaims(token);
  return own?.version === '2.0' && own.audience?.toLowerCase() === audience.toLowerCase();
}

/** A token that somebody has acquired already cannot be acquired again. */
export function givenToken(token: string): (claims?: string) => Promise<string> {
  return (claims) =>
    claims === undefined
      ? Promise.resolve(token)
      : Promise.reject(
          new NotSignedIn(
            'The app wants a fresh sign-in, and the token of SESSION_REVOKER_TOKEN is older. Set a new token; of the local stack: start it again.',
          ),
        );
}

function reasonOf(error: unknown, { audience, tenant }: SignIn, claims: string | undefined): string {
  const login = loginCommand(audience, tenant, claims);
  if (claims !== undefined) return `The app wants a fresh sign-in for this. Sign in again: ${login}`;
  const text = error instanceof Error ? error.message : '';
  if (/AADSTS(?:50105|501051)\b/.test(text)) return `You have no role of the app. ${roleRemedy()}`;
  if (/AADSTS(?:500011|700016)\b/.test(text))
    return `The tenant does not know the audience ${audience}. Check --audience (API_AUDIENCE of the app) and --tenant of the profile: session-revoker use.`;
  if (/AADSTS65001\b/.test(text))
    return `The app has not let the Azure CLI sign people in. Ask the person who registered it: docs/api.md, "Register it". Then: ${login}`;
  return `You are not signed in on this machine. Sign in by the Azure CLI (https://aka.ms/azure-cli): ${login}. Azure PowerShell (Connect-AzAccount) serves as well.`;
}

/** The command by which a person signs in; with claims, so that the token has what the app wants. */
export function loginCommand(audience: string, tenant?: string, claims?: string): string {
  const parts = ['az login', `--scope ${scopeOf(audience)}`];
  if (tenant !== undefined) parts.push(`--tenant ${tenant}`);
  if (claims !== undefined) parts.push(`--claims-challenge ${Buffer.from(claims).toString('base64')}`);
  return parts.join(' ');
}
