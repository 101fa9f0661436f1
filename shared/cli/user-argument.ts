/** A user as typed: object id, UPN, SID, or DOMAIN\name. Reading the request reports what is wrong with it. */
export function userArgument(typed: string): string | Record<string, string> {
  if (/^S-1-/i.test(typed)) return { sid: typed };
  const [domain, samAccountName, ...rest] = typed.split('\\');
  return domain !== undefined && samAccountName !== undefined && rest.length === 0
    ? { samAccountName, domain }
    : typed;
}
