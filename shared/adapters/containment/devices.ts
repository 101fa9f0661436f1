import * as z from 'zod';
import { compact } from '../../core/compact';
import type { ContainedItem } from '../../core/containment';
import type { GraphClient } from '../graph/graph-client';
import { userPath } from '../graph/user-path';
import { presentTime } from './added-since';
import type { List, OnBehalf } from './graph-lists';
import { itemId, readList } from './graph-lists';
import { shortText } from './masked';

export const DEVICES_PERMISSION = 'Device.ReadWrite.All';

/** Without the permission to read devices Graph still answers, with properties that are null. */
const device = z.object({
  id: itemId,
  displayName: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  registrationDateTime: z.string().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
});

/** A device of a user. */
export interface Device {
  readonly item: ContainedItem;
  readonly isEnabled: boolean;
  /** It comes from Active Directory, which may enable it again. */
  readonly isSynced: boolean;
}

type Reading = OnBehalf & { readonly priority?: 'low' };

/** The devices that a user has registered or joined, and those that the user is registered as a user of. */
export async function devices(graph: GraphClient, userId: string, reading: Reading): Promise<List<Device>> {
  const [owned, used] = await Promise.all([
    related(graph, `${userPath(userId)}/ownedDevices`, reading),
    related(graph, `${userPath(userId)}/registeredDevices`, reading),
  ]);
  if (owned.kind === 'failed') return owned;
  if (used.kind === 'failed') return used;
  const all = new Map([...owned.items, ...used.items].map((one) => [one.item.id, one]));
  return { kind: 'read', items: [...all.values()] };
}

async function related(graph: GraphClient, path: string, reading: Reading): Promise<List<Device>> {
  const read = await readList(graph, {
    path,
    permission: DEVICES_PERMISSION,
    item: device,
    what: 'devices',
    ...reading,
  });
  if (read.kind === 'failed') return read;
  return {
    kind: 'read',
    items: read.items.map((one) => ({
      item: compact({
        kind: 'device' as const,
        id: one.id,
        name: shortText(one.displayName),
        addedAt: presentTime(one.registrationDateTime),
      }),
      isEnabled: one.accountEnabled ?? true,
      isSynced: one.onPremisesSyncEnabled ?? false,
    })),
  };
}
