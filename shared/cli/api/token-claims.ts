import * as z from 'zod';

const claims = z.looseObject({
  roles: z.array(z.string()).default([]),
  oid: z.string().optional(),
  preferred_username: z.string().optional(),
  upn: z.string().optional(),
  appid: z.string().optional(),
  azp: z.string().optional(),
  aud: z.string().optional(),
  ver: z.string().optional(),
});

/** Whom an access token of one's own names, and with which app roles. It is not verified: only the app can do that. */
export interface OwnClaims {
  readonly name: string;
  readonly roles: readonly string[];
  readonly audience?: string | undefined;
  readonly version?: string | undefined;
}

/** The claims of a token; undefined when it is not a token with claims. */
export function ownClaims(token: string): OwnClaims | undefined {
  try {
    const text = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    const { roles, preferred_username, upn, oid, azp, appid, aud, ver } = claims.parse(JSON.parse(text));
    const name = preferred_username ?? upn ?? oid ?? azp ?? appid ?? 'somebody without a name';
    return { name, roles, audience: aud, version: ver };
  } catch {
    return undefined;
  }
}
