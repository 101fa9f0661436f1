import * as z from 'zod';

/** What App Service authentication writes of a caller ("Work with user identities in Azure App Service authentication"). */
const principal = z.object({ claims: z.array(z.object({ typ: z.string(), val: z.string() })) });

type Claims = z.output<typeof principal>['claims'];

/** The claims in the header `x-ms-client-principal`, which is JSON as base64; none where it is something else. */
export function claimsOf(header = ''): Claims {
  try {
    const bytes = Uint8Array.from(atob(header), (character) => character.charCodeAt(0));
    return principal.parse(JSON.parse(new TextDecoder().decode(bytes))).claims;
  } catch {
    return [];
  }
}
