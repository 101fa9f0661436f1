import { describe, expect, it } from '@jest/globals';
import { previewLedger } from '../../shared/adapters/ledger/preview-ledger';
import { program } from '../../shared/cli/program';
import type { Connection } from '../../shared/core/connection';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';
import { connectedApp } from '../support/connected-app';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';

const robin = { id: '1b2c3d4e-0000-4000-8000-000000000001', userPrincipalName: 'robin@northwind.example' };
const connection: Connection = { tenantId: OTHER_TENANT_ID, policy: {}, sources: ['webhook:northwind'] };

async function previewed(body: unknown, ...args: string[]) {
  const { dependencies, tenants } = connectedApp([{ connection, users: [robin] }]);
  const terminal = aTerminal();
  const environment = programEnvironment({
    terminal,
    readFile: () => Promise.resolve(Buffer.from(JSON.stringify(body))),
    connectPreview: () => Promise.resolve({ ...dependencies, ledger: previewLedger(dependencies.ledger) }),
  });
  await program(environment, ['what-if', '--json', ...args, 'request.json']);
  const outcome = JSON.parse(terminal.seen.out[0] ?? '') as Readonly<Record<string, unknown>>;
  return { outcome, revoked: tenants.get(OTHER_TENANT_ID)?.revoked };
}
const fromNorthwind = ['--received-by', 'webhook:northwind'];

describe('a preview', () => {
  it('signs nobody out in a connected tenant, whose policy and users it reads', async () =>
    expect(await previewed({ user: robin.userPrincipalName }, ...fromNorthwind)).toMatchObject({
      outcome: { status: 'whatIf', predicted: 'signOutPending', tenantId: OTHER_TENANT_ID },
      revoked: [],
    }));
  it.each([
    ['of those who may send to the request queue', []],
    ['of the sender that it is taken for', fromNorthwind],
  ])('goes no further than the tenant %s', async (_what, args) => {
    const tenantId = args.length === 0 ? OTHER_TENANT_ID : TENANT_ID;
    expect(await previewed({ user: robin.userPrincipalName, tenantId }, ...args)).toMatchObject({
      outcome: { status: 'rejected' },
      revoked: [],
    });
  });
});
