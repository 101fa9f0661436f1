import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { HostProcess } from './host/host-process';
import type { IdentityProcess } from './identity/identity-process';
import { contosoPeople } from './identity/people';
import {
  stackFolder,
  tokenFile,
  writeApiTokens,
  writeGraphToken,
  writeStackEnvironment,
} from './stack-folder';
import { SAMPLE_INCIDENT } from './tenant/contoso-intruder';
import type { Tenant } from './tenant/tenant';
import type { Transmitter } from './transmitter';

/** What serves. */
export interface Serving {
  readonly environment: Readonly<Record<string, string>>;
  readonly http: HostProcess['http'];
  readonly transmitter: Pick<Transmitter, 'sign'>;
  readonly identity: Pick<IdentityProcess, 'authority' | 'tokens' | 'leadTo'>;
  readonly tenant: Pick<Tenant, 'graphEndpoint' | 'tokens'>;
  /** Of security events. */
  readonly audience: string;
}

/** Writes the files by which other programs use what is running, and returns what a person must know of it. */
export async function serve(serving: Serving): Promise<string> {
  const { environment, http, transmitter, identity, tenant, audience } = serving;
  const origin = http?.origin ?? '';
  identity.leadTo(`${origin}/api/console`);
  const token = identity.tokens['lead@contoso.com'] ?? '';
  const ofTheCommandLine = { SESSION_REVOKER_URL: origin, SESSION_REVOKER_TOKEN: token };
  writeStackEnvironment(stackFolder, { ...environment, ...ofTheCommandLine });
  writeFileSync(tokenFile, await transmitter.sign(sessionRevoked(audience)), { mode: 0o600 });
  writeApiTokens(stackFolder, identity.tokens);
  writeGraphToken(stackFolder, tenant.tokens.acquire(tenant.graphEndpoint, undefined).token);
  return `
Serving until Ctrl-C. From another terminal, in this folder:
  npm run revoke -- --user blake@contoso.com --what-if --wait
  npm run revoke -- --user blake@contoso.com --wait
  npm run cli -- history blake@contoso.com  # until when old tokens live
  npm run cli -- pending          # lists the requests that wait for approval
  npm run cli -- contained        # lists who is locked out, by request
  npm run cli -- restore REQUEST --reason R --what-if  # what would come back
  npm run cli -- restore REQUEST --reason R            # lets the user in again
  npm run cli -- verify           # finds out whether the seal was changed
  npm run cli -- quarantine list  # lists the originals in quarantine
  npm run cli -- stop --reason R  # stops all revocations; resume undoes it
  npm run cli -- doctor           # runs the health checks
  npm run cli -- tenants check    # checks the connected tenants

Its webhook (docs/connect.md) and its API (docs/api.md), for the same shell:
  ADDRESS=${origin}
  KEY=${http?.key ?? ''}
  curl $ADDRESS/api/alerts -H "x-functions-key: $KEY" \\
    -H 'content-type: application/json' -d '{"user":"blake@contoso.com"}'
  curl $ADDRESS/api/alerts -H "x-functions-key: $KEY" \\
    -H 'content-type: application/secevent+jwt' -d @.local/session-revoked.jwt
  curl $ADDRESS/api/approvals \\
    -H "authorization: Bearer $(cat .local/api-token)"

Incident ${SAMPLE_INCIDENT} of its Defender XDR, closed as a false positive (docs/restore.md):
  curl --insecure -X PATCH \\
    ${tenant.graphEndpoint}/v1.0/security/incidents/${SAMPLE_INCIDENT} \\
    -H "authorization: Bearer $(cat .local/graph-token)" \\
    -d '{"status":"resolved","classification":"falsePositive"}'

${consoleLines(origin, identity.authority)}`;
}

/** How to open the console, and as whom, in 80 columns. */
function consoleLines(origin: string, authority: string): string {
  const people = contosoPeople.map(
    ({ userPrincipalName, about }) => `  ${userPrincipalName.padEnd(20)}${about}`,
  );
  return `Console: ${origin}/api/console
Open ${authority} first, accept its certificate, and follow its link.
"Sign in" then asks who you are, without a password (docs/console.md):
${people.join('\n')}
Each has a token for the API in .local/api-token-NAME, for example -deputy.
`;
}

/** An event of the local transmitter: the sessions of a member are no longer trusted. */
function sessionRevoked(audience: string): Readonly<Record<string, unknown>> {
  return {
    jti: randomUUID(),
    aud: audience,
    sub_id: { format: 'email', email: 'casey@contoso.com' },
    events: {
      'https://schemas.openid.net/secevent/caep/event-type/session-revoked': { initiating_entity: 'policy' },
    },
  };
}
