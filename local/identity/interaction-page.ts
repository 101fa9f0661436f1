import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Provider } from 'oidc-provider';
import { pageOfIdentity } from './page-of-identity';
import type { Person } from './people';

/** How old a sign-in is that the page is asked to date back. */
const DATED_BACK_S = 7200;

/**
 * The page on which a person signs in, by choosing who they are: nobody has a password here. It can date the sign-in back, so that a
 * fresh one can be seen to be asked for. It answers whether a request was for it.
 */
export function interactionPage(
  provider: Pick<Provider, 'interactionFinished'>,
  people: readonly Person[],
  mount: string,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const finish = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = new URLSearchParams(await text(request));
    const now = Math.floor(Date.now() / 1000);
    const ts = sent.has('datedBack') ? now - DATED_BACK_S : now;
    const login = { accountId: sent.get('person') ?? '', ts, remember: false };
    await provider.interactionFinished(request, response, { login });
  };
  return (request, response) => {
    if (!/^\/interaction\/[\w-]+$/.test(request.url ?? '')) return false;
    if (request.method === 'POST') {
      finish(request, response).catch(() => response.writeHead(400).end(`Begin again at ${mount}.`));
      return true;
    }
    const choices = people.map(
      ({ id, userPrincipalName, about }) =>
        `<button name="person" value="${id}">${userPrincipalName}<small>${about}</small></button>`,
    );
    const form = `<form method="post">${choices.join('')}
<p><label><input type="checkbox" name="datedBack"> as if two hours ago</label></p></form>`;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(pageOfIdentity('Sign in to Contoso', form));
    return true;
  };
}
