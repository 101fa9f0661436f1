import { describe, expect, it } from '@jest/globals';
import { connectionsInRows } from '../../shared/adapters/tenants/connection-rows';
import { rememberedConnections } from '../../shared/adapters/tenants/remembered-connections';
import type { ReceivedBy } from '../../shared/core/received-by';
import { tenantOfRequest } from '../../shared/core/tenant-of-request';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';

const NORTHWIND: ReceivedBy = 'webhook:northwind';
const row = (changes: object, key = OTHER_TENANT_ID) => ({
  key,
  connection: JSON.stringify({ tenantId: OTHER_TENANT_ID, sources: [NORTHWIND], ...changes }),
});
/** A field that is mistyped: the row cannot be used. */
const mistyped = { polcy: {} };

/** What a process makes of a table that is read again after each change: whom the sender speaks for. */
async function spokenFor(...tables: readonly (readonly ReturnType<typeof row>[])[]): Promise<string[]> {
  const clock = fixedClock();
  let rows: readonly ReturnType<typeof row>[] = [];
  const connections = rememberedConnections(() => Promise.resolve(connectionsInRows(rows)), clock);
  const choices: string[] = [];
  for (const table of tables) {
    rows = table;
    clock.advance(60_000);
    const choice = tenantOfRequest({ named: undefined, sender: NORTHWIND }, TENANT_ID, await connections());
    choices.push(choice.kind);
  }
  return choices;
}

describe('the sender of a row that cannot be used', () => {
  it.each<[string, object]>([
    ['a mistyped field', mistyped],
    ['a policy that is not one', { policy: { brake: 'none' } }],
    ['a sender that is not in a list', { sources: NORTHWIND }],
    ['the id of another tenant', { tenantId: TENANT_ID }],
  ])(
    'does not speak for the home tenant in a process that has never read the row otherwise: %s',
    async (_what, changes) => expect(await spokenFor([row(changes)])).toEqual(['denied']),
  );
  it('speaks for its tenant in a process that knows what the row held before', async () =>
    expect(await spokenFor([row({})], [row(mistyped)], [row(mistyped)])).toEqual([
      'connected',
      'connected',
      'connected',
    ]));
  it('speaks for the home tenant when the row is gone', async () =>
    expect(await spokenFor([row(mistyped)], [])).toEqual(['denied', 'home']));
});

it('a second row of a tenant does not keep what the first one held before', async () => {
  const second = row({}, OTHER_TENANT_ID.toUpperCase());
  expect(await spokenFor([row({}), second], [row({ disconnected: true }), second])).toEqual([
    'connected',
    'denied',
  ]);
});
