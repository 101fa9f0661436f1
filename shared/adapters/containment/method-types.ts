/** What is known of a type of authentication method (Microsoft Graph, "authenticationMethod resource type"). */
export interface MethodType {
  /** The segment of its path below `/users/{id}/authentication`. */
  readonly path: string;
  /** A user has one of them at most, and its path has no id. */
  readonly isSingle?: true;
  /** It completes a sign-in, alone or after the password, for as long as it is registered. */
  readonly signsIn: boolean;
}

/**
 * The types that can be deleted. A temporary access pass ends by itself, and an email address only resets passwords: neither
 * counts as a method that stays. A password is deleted by no call.
 */
const types: Readonly<Record<string, MethodType>> = {
  fido2AuthenticationMethod: { path: 'fido2Methods', signsIn: true },
  windowsHelloForBusinessAuthenticationMethod: { path: 'windowsHelloForBusinessMethods', signsIn: true },
  platformCredentialAuthenticationMethod: { path: 'platformCredentialMethods', signsIn: true },
  microsoftAuthenticatorAuthenticationMethod: { path: 'microsoftAuthenticatorMethods', signsIn: true },
  softwareOathAuthenticationMethod: { path: 'softwareOathMethods', signsIn: true },
  externalAuthenticationMethod: { path: 'externalAuthenticationMethods', signsIn: true },
  qrCodePinAuthenticationMethod: { path: 'qrCodePinMethod', isSingle: true, signsIn: true },
  phoneAuthenticationMethod: { path: 'phoneMethods', signsIn: true },
  emailAuthenticationMethod: { path: 'emailMethods', signsIn: false },
  temporaryAccessPassAuthenticationMethod: { path: 'temporaryAccessPassMethods', signsIn: false },
};

/** Everybody has one or none, and it stays as it is. */
export const PASSWORD = 'passwordAuthenticationMethod';

/** The name of a type without its namespace. */
export function methodTypeName(odataType: string | null | undefined): string {
  return (odataType ?? '').replace(/^#?microsoft\.graph\./, '');
}

export function methodType(name: string): MethodType | undefined {
  return Object.hasOwn(types, name) ? types[name] : undefined;
}

/**
 * How the audit log writes that a method of this kind was registered, where a user has one of the kind at most: then the
 * entry is about the one that is there. Of other kinds it may be about one that was deleted since.
 */
export function registeredAs(typeName: string, phoneType: string | null | undefined): RegExp | undefined {
  switch (typeName === 'phoneAuthenticationMethod' ? `phone ${phoneType ?? ''}` : typeName) {
    case 'phone mobile':
      return /(?<!alternate )\bmobile phone\b/i;
    case 'phone alternateMobile':
      return /\balternate mobile phone\b/i;
    case 'phone office':
      return /\boffice phone\b/i;
    case 'emailAuthenticationMethod':
      return /\be-?mail\b/i;
    case 'temporaryAccessPassAuthenticationMethod':
      return /\btemporary access pass\b/i;
    default:
      return undefined;
  }
}
