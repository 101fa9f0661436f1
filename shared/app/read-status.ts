import type { StatusItem } from '../api/operating-schemas';
import { statusParts } from '../api/operating-schemas';
import type { ApprovalRequest } from '../core/approval';
import { compact } from '../core/compact';
import type { Connections } from '../core/connection';
import { isActive, isConnectionTo } from '../core/connection';
import { settingsInForce } from '../core/settings-in-force';
import type { QuotaUse } from '../ports/quota-use';
import type { SwitchRow, SwitchStore } from '../ports/switch-store';
import { Unavailable } from '../ports/unavailable';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import { switchedItem } from './operate-switch';
import { pendingRequests } from './pending-requests';
import { dependenciesIn, inTenant } from './tenant-dependencies';

/** The brakes of so many tenants are read; those of others are not. */
const MAX_BRAKES = 100;
const MAX_PARALLEL_READS = 8;

/** What the state of the service is read from. */
export interface StatusParts {
  readonly app: Dependencies;
  readonly switchStore: Pick<SwitchStore, 'read'>;
  readonly version: string;
  readonly quotaUse: () => QuotaUse | undefined;
}

type Brakes = NonNullable<StatusItem['brake']>;

/** The state of the service. A part that cannot be read is absent, and named. Reads only. */
export async function readStatus({ app, switchStore, version, quotaUse }: StatusParts): Promise<StatusItem> {
  const { policy, ledger, clock, tenants } = app;
  const [row, pending, connections] = await Promise.all([
    orUndefined(switchStore.read()),
    orUndefined(pendingRequests(ledger.approvals, clock.now())),
    orUndefined(tenants.connections()),
  ]);
  const brake = connections && (await orUndefined(brakesOf(app, connections, pending)));
  const known = {
    switch: row && switchOf(row),
    brake,
    tenants: connections && tenantsOf(app, connections),
    waiting: pending && waitingOf(pending),
  };
  const unavailable = statusParts.filter((part) => known[part] === undefined);
  return compact({
    mode: policy.mode,
    enabled: policy.revocationEnabled,
    policy: { digest: settingsInForce(policy).policyDigest },
    ...known,
    quota: quotaOf(quotaUse()),
    version,
    unavailable: unavailable.length > 0 ? unavailable : undefined,
  });
}

function quotaOf(use: QuotaUse | undefined): StatusItem['quota'] {
  return use && { usedPercent: use.usedPercent, readAt: use.readAt.toISOString() };
}

async function orUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (failure) {
    if (failure instanceof Unavailable) return undefined;
    throw failure;
  }
}

/** A row that says neither stopped nor running says nothing. */
function switchOf(row: SwitchRow): StatusItem['switch'] {
  switch (row.kind) {
    case 'unset':
      return { state: 'running' };
    case 'set':
      return switchedItem(row.change);
    case 'malformed':
      return undefined;
  }
}

function waitingOf(pending: readonly ApprovalRequest[]): StatusItem['waiting'] {
  return compact({ count: pending.length, oldestAt: pending[0]?.requestedAt });
}

function tenantsOf(
  { policy: { tenantId: home } }: Dependencies,
  { all }: Connections,
): StatusItem['tenants'] {
  const others = all.filter((connection) => !isConnectionTo(home, connection));
  return [
    compact({ id: home, name: all.find((one) => isConnectionTo(home, one))?.name, state: 'home' as const }),
    ...others.map((connection) => {
      const { tenantId: id, name } = connection;
      return compact({
        id,
        name,
        state: isActive(connection) ? ('connected' as const) : ('disconnected' as const),
      });
    }),
  ];
}

/** The brakes of the home tenant and of connected ones, where policy has one. */
async function brakesOf(
  app: Dependencies,
  { all }: Connections,
  pending: readonly ApprovalRequest[] | undefined,
): Promise<Brakes> {
  const { tenantId: home } = app.policy;
  const atHome = (await dependenciesIn(app, home)) ?? app;
  const others = all.filter((one) => isActive(one) && !isConnectionTo(home, one)).slice(0, MAX_BRAKES - 1);
  const rows = await inParallel(
    [atHome, ...others.map((one) => inTenant(app, one))],
    MAX_PARALLEL_READS,
    (tenant) => brakeIn(tenant, home, pending),
  );
  return rows.flatMap((row) => row ?? []);
}

async function brakeIn(
  { policy: { tenantId, brake }, ledger, clock }: Dependencies,
  home: string,
  pending: readonly ApprovalRequest[] | undefined,
): Promise<Brakes[number] | undefined> {
  if (!brake) return undefined;
  const held = pending?.filter(
    ({ reason, identity }) =>
      reason.status === 'held' && identity.tenantId.toLowerCase() === tenantId.toLowerCase(),
  );
  return compact({
    tenant: tenantId.toLowerCase() === home.toLowerCase() ? undefined : tenantId,
    limit: brake.users,
    windowSeconds: brake.windowMs / 1000,
    count: await ledger.limit.count({ tenantId, brake, now: clock.now() }),
    held: held?.length,
  });
}
