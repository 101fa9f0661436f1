/** Somebody whom an access token has proven. */
export interface Caller {
  /** A person acts through an application, or an application for itself. */
  readonly kind: 'person' | 'application';
  readonly tenantId: string;
  /** The object id of the person, or of the application's service principal; in lower case. */
  readonly objectId: string;
  /** The application that acquired the token; in lower case. */
  readonly applicationId: string;
  /** What the token calls the person. It may change and proves nothing. */
  readonly userPrincipalName?: string;
  readonly roles: readonly string[];
  /** When the person signed in last, if the token says so. */
  readonly signedInAt?: Date;
  /** The authentication contexts that the sign-in has met. */
  readonly authenticationContexts: readonly string[];
}
