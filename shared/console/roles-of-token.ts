import * as z from 'zod';

const claimsSchema = z.object({ roles: z.array(z.string()).default([]) });

/** The app roles that an access token of the API names; undefined: it cannot be read here. The API alone judges by them. */
export function rolesOfToken(token: string): readonly string[] | undefined {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    return claimsSchema.parse(JSON.parse(atob(payload))).roles;
  } catch {
    return undefined;
  }
}
