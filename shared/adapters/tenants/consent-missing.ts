/**
 * Thrown in place of a token for a tenant that has given the application no consent, or has taken it back. Only the tenant's
 * administrator can change that.
 */
export class ConsentMissing extends Error {
  override readonly name = 'ConsentMissing';
}

/**
 * Errors of the token endpoint that mean it ("Microsoft Entra authentication and authorization error codes"): no consent,
 * no such application or service principal in the tenant, a disabled one, or no such tenant.
 */
const CODES = /\bAADSTS(?:65001|65004|90002|500011|650052|650056|650057|700016|7000112|7000229)\b/;

/** Whether a failed token request means that consent is missing. */
export function meansMissingConsent(error: unknown): boolean {
  return error instanceof Error && CODES.test(error.message);
}
