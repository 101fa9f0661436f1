import { createServer } from 'node:https';
import { tokenOfPerson } from '../api-token';
import { listen } from '../listen';
import { accessTokens, newSigningKey } from '../tenant/access-tokens';
import type { Certificate } from '../tenant/certificate';
import { homePage } from './home-page';
import type { AskOfIdentity, IdentityAnswer } from './identity-process';
import { contosoPeople } from './people';
import { identityProvider } from './provider';

/** The identity provider as a process of its own. It is given a certificate, answers with its address, and ends with its parent. */
let consoleAddress: string | undefined;
process.on('message', (message) => {
  const asked = message as AskOfIdentity;
  if (asked.kind === 'start') void serve(asked.certificate);
  else consoleAddress = asked.address;
});
process.once('disconnect', () => process.exit(0));

async function serve(certificate: Certificate): Promise<void> {
  const server = createServer(certificate);
  const { port } = await listen(server);
  const authority = `https://localhost:${String(port)}`;
  const key = await newSigningKey();
  const provider = await identityProvider(authority, contosoPeople, key);
  server.on('request', (request, response) => {
    if (request.url === '/') homePage(response, consoleAddress);
    else provider(request, response);
  });
  const tokens = accessTokens(authority, undefined, () => Promise.resolve(key));
  const issued = contosoPeople.map(
    async ({ userPrincipalName: name, roles }) => [name, await tokenOfPerson(tokens, name, roles)] as const,
  );
  const answer: IdentityAnswer = { authority, tokens: Object.fromEntries(await Promise.all(issued)) };
  process.send?.(answer);
}
