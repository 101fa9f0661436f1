import { describe, expect, it } from '@jest/globals';
import { chooseTenants, tenantOfItem } from '../../shared/core/chosen-tenants';
import type { Connection } from '../../shared/core/connection';
import { connectionsOf } from '../../shared/core/connection';
import type { ReceivedBy } from '../../shared/core/received-by';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';

const THIRD_ID = 'c2057bda-3d4f-4a3e-8b62-8f9e0d1c2b3a';
const connection = (tenantId: string, source: string, disconnected = false): Connection => ({
  tenantId,
  policy: {},
  sources: [source],
  disconnected,
});
const connections = connectionsOf([
  connection(OTHER_TENANT_ID, 'webhook:northwind'),
  connection(THIRD_ID, 'webhook:gone', true),
  connection(TENANT_ID, 'webhook:mssp'),
  connection('d3168ceb-4e5f-4b4f-9c73-9a0f1e2d3c4b', 'webhook:mssp'),
]);

/** What is chosen for items that name these tenants. */
function chosen(sender: ReceivedBy, named: readonly (string | undefined)[], hasWaited = false) {
  const tenants = chooseTenants({ sender, named, hasWaited }, TENANT_ID, connections);
  return named.map((_, n) => tenantOfItem(tenants, n));
}

describe('the tenants that are chosen for the items of a message', () => {
  it.each<[string, ReceivedBy, readonly (string | undefined)[], readonly (string | undefined)[]]>([
    [
      'are that of the sender',
      'webhook:northwind',
      [undefined, OTHER_TENANT_ID],
      [OTHER_TENANT_ID, OTHER_TENANT_ID],
    ],
    ['are the home tenant', 'queue', [undefined, TENANT_ID], [TENANT_ID, TENANT_ID]],
    ['are none where the item is denied', 'queue', [OTHER_TENANT_ID, undefined], [undefined, TENANT_ID]],
    ['are those that are named', 'webhook:mssp', [TENANT_ID, undefined], [TENANT_ID, undefined]],
    [
      'are none where the tenant is disconnected',
      'webhook:gone',
      [undefined, THIRD_ID],
      [undefined, undefined],
    ],
  ])('%s', (_what, sender, named, expected) => expect(chosen(sender, named)).toEqual(expected));

  it('are those of copies of the version before that wait while their tenant is disconnected', () =>
    expect(chosen('webhook:gone', [undefined, THIRD_ID, TENANT_ID], true)).toEqual([
      THIRD_ID,
      THIRD_ID,
      undefined,
    ]));

  it('are written once where all are that of the sender', () => {
    const named = Array.from({ length: 1000 }, () => undefined);
    const one = chooseTenants({ sender: 'queue', named, hasWaited: false }, TENANT_ID, connections);
    expect(one).toEqual({ ofSender: TENANT_ID, ofItems: [] });
  });
  it('are none for an item that was not there at the first reading', () =>
    expect(tenantOfItem({ ofSender: TENANT_ID, ofItems: [undefined] }, 1)).toBeUndefined());
});
