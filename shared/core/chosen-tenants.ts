import type { Connections } from './connection';
import type { ReceivedBy } from './received-by';
import { chosenTenantId, onlyTenantOf, tenantOfRequest } from './tenant-of-request';

/** The tenants that were chosen when a message was first read. They count for as long as it waits, whatever connections change. */
export interface ChosenTenants {
  /** Of what names no tenant; undefined when the sender speaks for several, or for none. */
  readonly ofSender: string | undefined;
  /** Of each item, in their order; undefined for one that was denied. Blank: all have that of the sender. */
  readonly ofItems: readonly (string | undefined)[];
}

/** What the tenants of a message are chosen by. */
export interface SpeakingItems {
  readonly sender: ReceivedBy;
  /** The tenants that its items name. */
  readonly named: readonly (string | undefined)[];
  /** It is a copy of the version before, which carries no choice. */
  readonly hasWaited: boolean;
}

/** Chooses the tenants of a message that is read for the first time. */
export function chooseTenants(
  { sender, named, hasWaited }: SpeakingItems,
  home: string,
  connections: Connections,
): ChosenTenants {
  const ofSender = onlyTenantOf(sender, home, connections);
  const ofItems = named.map((asked) => {
    const choice = tenantOfRequest({ named: asked, sender }, home, connections);
    // What is denied now may have been chosen while its tenant was connected.
    return choice.kind === 'denied' && hasWaited ? choice.disconnected : chosenTenantId(choice, home);
  });
  return { ofSender, ofItems: ofItems.every((one) => one === ofSender) ? [] : ofItems };
}

/** The tenant of one item, which is item 0 of a message that is no batch. */
export function tenantOfItem({ ofSender, ofItems }: ChosenTenants, item: number): string | undefined {
  return ofItems.length === 0 ? ofSender : ofItems[item];
}

const NONE = '-';

/** The choice as text: the tenant of the sender, then those of the items, if they differ. */
export function writeTenants({ ofSender, ofItems }: ChosenTenants): string {
  return [ofSender, ...ofItems].map((one) => one ?? NONE).join(',');
}

/** The choice that was written so. */
export function readTenants(text: string): ChosenTenants {
  const [ofSender, ...ofItems] = text.split(',').map((one) => (one === NONE ? undefined : one));
  return { ofSender, ofItems };
}
