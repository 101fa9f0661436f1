import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import { listen } from '../../local/listen';
import { managedIdentity } from '../../shared/adapters/connections/managed-identity';

const asked: IncomingHttpHeaders[] = [];
const server = createServer(({ headers }, response) => {
  asked.push(headers);
  const expires_on = String(Math.floor(Date.now() / 1000) + 3600);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ access_token: 'token-1', expires_on, resource: 'r', token_type: 'Bearer' }));
});
let running: Awaited<ReturnType<typeof listen>>;
beforeAll(async () => {
  running = await listen(server);
});
afterAll(() => running.stop());

it('on a platform without the identity endpoint of Functions tokens come by the SDK', async () => {
  delete process.env['IDENTITY_ENDPOINT'];
  delete process.env['IDENTITY_HEADER'];
  process.env['MSI_ENDPOINT'] = `http://127.0.0.1:${String(running.port)}/token`;
  const identity = managedIdentity();
  expect(await identity.getToken('https://graph.microsoft.com/.default')).toMatchObject({ token: 'token-1' });
  expect(asked).toMatchObject([{ metadata: 'true' }]);
});
