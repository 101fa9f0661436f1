import { createServer } from 'node:https';
import { listen } from '../listen';
import type { Certificate } from '../tenant/certificate';
import { identityProvider } from './provider';
import { contosoPeople } from './people';

/** The identity provider as a process of its own. It is given a certificate, answers with its address, and ends with its parent. */
process.once('message', (certificate) => void serve(certificate as Certificate));
process.once('disconnect', () => process.exit(0));

async function serve(certificate: Certificate): Promise<void> {
  const server = createServer(certificate);
  const { port } = await listen(server);
  const authority = `https://localhost:${String(port)}`;
  server.on('request', identityProvider(authority, contosoPeople));
  process.send?.({ authority });
}
