/** What is known of a type of authentication method (Microsoft Graph, "authenticationMethod resource type"). */
export interface MethodType {
  /** The segment of its path below `/users/{id}/authentication`. */
  readonly path: string;
  /** It is the only one of its type, and its path has no id. */
  readonly isSingle?: true;
  /** It completes a sign-in, alone or after the password, for as long as it is registered. */
  readonly signsIn: boolean;
  /** What the audit log calls it when it is registered. */
  readonly registeredAs: RegExp;
}

/**
 * The types that can be deleted. A temporary access pass ends by itself, and an email address only resets passwords: neither
 * counts as a method that stays. A password is deleted by no call.
 */
const types: Readonly<Record<string, MethodType>> = {
  fido2AuthenticationMethod: {
    path: 'fido2Methods',
    signsIn: true,
    registeredAs: /fido|passkey|security key/i,
  },
  windowsHelloForBusinessAuthenticationMethod: {
    path: 'windowsHelloForBusinessMethods',
    signsIn: true,
    registeredAs: /windows hello/i,
  },
  platformCredentialAuthenticationMethod: {
    path: 'platformCredentialMethods',
    signsIn: true,
    registeredAs: /platform credential/i,
  },
  microsoftAuthenticatorAuthenticationMethod: {
    path: 'microsoftAuthenticatorMethods',
    signsIn: true,
    registeredAs: /authenticator app/i,
  },
  softwareOathAuthenticationMethod: {
    path: 'softwareOathMethods',
    signsIn: true,
    registeredAs: /software oath|authenticator app with code|authenticator app/i,
  },
  externalAuthenticationMethod: {
    path: 'externalAuthenticationMethods',
    signsIn: true,
    registeredAs: /external/i,
  },
  qrCodePinAuthenticationMethod: {
    path: 'qrCodePinMethod',
    isSingle: true,
    signsIn: true,
    registeredAs: /qr code/i,
  },
  phoneAuthenticationMethod: { path: 'phoneMethods', signsIn: true, registeredAs: /phone|sms/i },
  emailAuthenticationMethod: { path: 'emailMethods', signsIn: false, registeredAs: /e-?mail/i },
  temporaryAccessPassAuthenticationMethod: {
    path: 'temporaryAccessPassMethods',
    signsIn: false,
    registeredAs: /temporary access pass/i,
  },
};

const PREFIX = /^#?microsoft\.graph\./;

/** The name of a type without its namespace. */
export function methodTypeName(odataType: string | null | undefined): string {
  return (odataType ?? '').replace(PREFIX, '');
}

export function methodType(name: string): MethodType | undefined {
  return Object.hasOwn(types, name) ? types[name] : undefined;
}

/** Everybody has one or none, and it stays as it is. */
export const PASSWORD = 'passwordAuthenticationMethod';

/** Numbers of each kind of phone, as the audit log calls them. */
export function phoneRegisteredAs(phoneType: string | null | undefined): RegExp {
  switch (phoneType) {
    case 'mobile':
      return /(?<!alternate )\bmobile phone\b|phone method|\bsms\b/i;
    case 'alternateMobile':
      return /alternate mobile phone|phone method/i;
    case 'office':
      return /office phone|phone method/i;
    default:
      return /phone/i;
  }
}
