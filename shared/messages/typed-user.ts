import type { UserReference } from '../core/user-reference';
import { userReferenceField } from './user-reference-schema';

/** A user as typed: object id, UPN, SID, or DOMAIN\name. Reading the request reports what is wrong with it. */
export function typedUser(typed: string): string | Record<string, string> {
  if (/^S-1-/i.test(typed)) return { sid: typed };
  const [domain, samAccountName, ...rest] = typed.split('\\');
  return domain !== undefined && samAccountName !== undefined && rest.length === 0
    ? { samAccountName, domain }
    : typed;
}

/**
 * The user whom a text names, in the spelling in which directories store names; undefined: it is not the name of a
 * user, but for example that of a playbook.
 */
export function userNamedBy(typed: string): UserReference | undefined {
  return userReferenceField.safeParse(typedUser(typed.normalize('NFKC').trim())).data;
}
