import type { ServerResponse } from 'node:http';
import { pageOfIdentity } from './page-of-identity';

/** Where a browser is led to trust the certificate for now: the console, which calls this server, cannot ask for that. */
export function homePage(response: ServerResponse, consoleAddress: string | undefined): void {
  const body =
    consoleAddress === undefined
      ? '<p>The app is starting. Load this page again.</p>'
      : `<p>Your browser now accepts the certificate of the sign-in.</p><a class="go" href="${consoleAddress}">Go to the console</a>`;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(pageOfIdentity('Contoso', body));
}
