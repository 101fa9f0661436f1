/** What a person does who lacks a role of the app. */
export function roleRemedy(role?: string): string {
  const which = role === undefined ? 'a role of the app (Revocation.Read, …)' : `the role ${role}`;
  return `Ask an administrator (Cloud Application Administrator, or the owner of the enterprise application) to assign ${which} to you, then sign in again: az login.`;
}
