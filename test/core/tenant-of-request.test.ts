import { describe, expect, it } from '@jest/globals';
import type { Connection } from '../../shared/core/connection';
import { connectionsOf } from '../../shared/core/connection';
import type { ReceivedBy } from '../../shared/core/received-by';
import { onlyTenantOf, tenantOfDecision, tenantOfRequest } from '../../shared/core/tenant-of-request';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';

const THIRD_ID = 'c2057bda-3d4f-4a3e-8b62-8f9e0d1c2b3a';

const connectionTo = (tenantId: string, ...sources: string[]): Connection => ({
  tenantId,
  policy: {},
  sources,
});
const connections = connectionsOf([
  connectionTo(OTHER_TENANT_ID, 'webhook:northwind', 'issuer:https://idp.example', 'webhook:mssp'),
  connectionTo(THIRD_ID, 'webhook:mssp', 'entra'),
]);
const chosenFor = (sender: ReceivedBy, named?: string) => {
  const choice = tenantOfRequest({ named, sender }, TENANT_ID, connections);
  if (choice.kind === 'connected') return choice.connection.tenantId;
  return choice.kind === 'home' ? TENANT_ID : choice.detail.code;
};

describe('the tenant of a request', () => {
  it.each<[string, ReceivedBy, string | undefined, string]>([
    ['is the one that its sender speaks for', 'webhook:northwind', undefined, OTHER_TENANT_ID],
    ['is that one when the request names it', 'webhook:northwind', OTHER_TENANT_ID, OTHER_TENANT_ID],
    ['is named in any case', 'webhook:northwind', OTHER_TENANT_ID.toUpperCase(), OTHER_TENANT_ID],
    ['is the home tenant for a sender that no connection lists', 'queue', undefined, TENANT_ID],
    [
      'is the home tenant, whose rules reject it, when nobody knows the one that is named',
      'queue',
      'x',
      TENANT_ID,
    ],
    [
      'is not the home tenant for a sender that a connection lists',
      'webhook:northwind',
      TENANT_ID,
      'mayNotSpeakFor',
    ],
    ['is not a connected one for a sender that none lists', 'queue', OTHER_TENANT_ID, 'mayNotSpeakFor'],
    ['is not one that another sender speaks for', 'webhook:northwind', THIRD_ID, 'mayNotSpeakFor'],
    ['must be named by a sender that speaks for several', 'webhook:mssp', undefined, 'tenantNotNamed'],
    ['is one of several, as its sender names it', 'webhook:mssp', THIRD_ID, THIRD_ID],
    ['is that of all senders of a kind', 'entra:11111111-2222-4333-8444-555555555555', undefined, THIRD_ID],
    ['is not chosen by an issuer at another port', 'issuer:https://idp.example:8443', undefined, TENANT_ID],
    ['is not chosen by the beginning of a name', 'webhook:northwind-2', undefined, TENANT_ID],
    [
      'is not chosen by a name that was written on an open queue',
      'unproven:webhook:northwind',
      undefined,
      TENANT_ID,
    ],
    [
      'is not a connected one for such a name',
      'unproven:webhook:northwind',
      OTHER_TENANT_ID,
      'mayNotSpeakFor',
    ],
  ])('%s', (_, sender, named, expected) => {
    expect(chosenFor(sender, named)).toBe(expected);
  });
  it('is the tenant of all who may send to the queue, if a connection lists the queue', () => {
    const all = connectionsOf([connectionTo(OTHER_TENANT_ID, 'queue')]);
    for (const sender of ['queue', 'unproven', 'unproven:webhook:x'] as const)
      expect(onlyTenantOf(sender, TENANT_ID, all)).toBe(OTHER_TENANT_ID);
  });
  it('may be the home tenant for a sender that speaks for others, if a connection says so', () => {
    const all = connectionsOf([connectionTo(OTHER_TENANT_ID, 'queue'), connectionTo(TENANT_ID, 'queue')]);
    expect(tenantOfRequest({ named: TENANT_ID, sender: 'queue' }, TENANT_ID, all).kind).toBe('connected');
    expect(onlyTenantOf('queue', TENANT_ID, all)).toBeUndefined();
  });
});

describe('a denial states', () => {
  it.each<[string, ReceivedBy, string | undefined, unknown]>([
    [
      'who may not speak for which tenant',
      'webhook:northwind',
      THIRD_ID,
      { code: 'mayNotSpeakFor', values: { sender: 'webhook:northwind', tenantId: THIRD_ID } },
    ],
    [
      'of how many tenants a sender must name one',
      'webhook:mssp',
      undefined,
      { code: 'tenantNotNamed', values: { sender: 'webhook:mssp', count: '2' } },
    ],
  ])('%s', (_what, sender, named, denial) =>
    expect(tenantOfRequest({ named, sender }, TENANT_ID, connections)).toEqual({
      kind: 'denied',
      detail: denial,
    }),
  );
});

describe('a tenant that was disconnected', () => {
  const gone = { ...connectionTo(OTHER_TENANT_ID, 'webhook:mssp', 'webhook:gone'), disconnected: true };
  const all = connectionsOf([gone, connectionTo(THIRD_ID, 'webhook:mssp')]);
  const denied = {
    kind: 'denied',
    detail: { code: 'tenantDisconnected', values: { tenantId: OTHER_TENANT_ID } },
    disconnected: OTHER_TENANT_ID,
  };
  it.each<[string, ReceivedBy, string | undefined]>([
    ['by its name', 'webhook:mssp', OTHER_TENANT_ID],
    ['as the only one of its sender', 'webhook:gone', undefined],
  ])('is not chosen %s', (_what, sender, named) =>
    expect(tenantOfRequest({ named, sender }, TENANT_ID, all)).toEqual(denied),
  );
  it('does not hide one that is connected', () => {
    expect(onlyTenantOf('webhook:mssp', TENANT_ID, all)).toBe(THIRD_ID);
    expect(onlyTenantOf('webhook:gone', TENANT_ID, all)).toBeUndefined();
  });
  it('is found where a decision is on what waits there', () =>
    expect(tenantOfDecision({ named: OTHER_TENANT_ID, sender: 'queue' }, TENANT_ID, all)).toEqual({
      kind: 'connected',
      connection: gone,
    }));
});

describe('the tenant of a decision', () => {
  const of = (sender: ReceivedBy, named: string) =>
    tenantOfDecision({ named, sender }, TENANT_ID, connections);
  it('is any connected one for a sender that speaks for the home tenant', () =>
    expect(of('queue', OTHER_TENANT_ID)).toMatchObject({
      kind: 'connected',
      connection: { tenantId: OTHER_TENANT_ID },
    }));
  it('is the home tenant where its request waits there', () =>
    expect(of('queue', TENANT_ID)).toEqual({ kind: 'home' }));
  it.each<[ReceivedBy, string, string]>([
    ['webhook:northwind', OTHER_TENANT_ID, 'connected'],
    ['webhook:northwind', THIRD_ID, 'denied'],
    ['webhook:northwind', TENANT_ID, 'denied'],
  ])('for %s, which speaks for one, in %s: %s', (sender, named, kind) =>
    expect(of(sender, named).kind).toBe(kind),
  );
});

describe('the only tenant of a sender', () => {
  it.each<[ReceivedBy, string | undefined]>([
    ['queue', TENANT_ID],
    ['webhook:northwind', OTHER_TENANT_ID],
    ['webhook:mssp', undefined],
  ])('%s: %s', (sender, tenantId) => expect(onlyTenantOf(sender, TENANT_ID, connections)).toBe(tenantId));
  it('is the home tenant where it is named in other case', () =>
    expect(
      tenantOfRequest(
        { named: TENANT_ID.toUpperCase(), sender: 'queue' },
        TENANT_ID.toUpperCase(),
        connections,
      ),
    ).toEqual({ kind: 'home' }));
});

describe('the tenants that a sender may speak for', () => {
  const all = [connectionTo(OTHER_TENANT_ID, 'webhook'), connectionTo(THIRD_ID, 'webhook:mssp', 'WebHook')];
  it('are those that list its name or its kind, each once, however often they are asked for', () => {
    const { spokenForBy } = connectionsOf(all);
    const asked = (): readonly string[][] =>
      (['webhook:mssp', 'webhook:other', 'queue'] as const).map((sender) =>
        spokenForBy(sender)
          .map(({ tenantId }) => tenantId)
          .toSorted(),
      );
    const both = [OTHER_TENANT_ID, THIRD_ID].toSorted();
    expect([asked(), asked()]).toEqual([
      [both, both, []],
      [both, both, []],
    ]);
  });
  it('are found once for all senders that connections do not tell apart', () => {
    const { spokenForBy } = connectionsOf(all);
    expect(spokenForBy('webhook:one')).toBe(spokenForBy('webhook:two'));
  });
  it('are not mixed up where several names of senders are listed', () => {
    const { spokenForBy } = connectionsOf([
      connectionTo(OTHER_TENANT_ID, 'webhook', 'webhook:a'),
      connectionTo(THIRD_ID, 'webhook:b'),
    ]);
    const named = (sender: ReceivedBy): readonly string[] =>
      spokenForBy(sender).map(({ tenantId }) => tenantId);
    expect([named('webhook:a'), named('webhook:b'), named('webhook:c'), named('queue')]).toEqual([
      [OTHER_TENANT_ID],
      [OTHER_TENANT_ID, THIRD_ID],
      [OTHER_TENANT_ID],
      [],
    ]);
  });
});
