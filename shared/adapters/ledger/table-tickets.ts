import { odata } from '@azure/data-tables';
import * as z from 'zod';
import type { EntryKey } from '../../core/ids';
import { ticketKey, ticketLeaseKey, ticketPartition } from '../../core/ticket-keys';
import type { HoldAnswer, Ticket, TicketState, TicketStore } from '../../ports/ticket-store';
import { ticketActs } from '../../ports/ticket-store';
import type { EntityColumns, TableEntities } from './table-entities';

/** A write that lost a race is made again so often; then another instance has the lease. */
const MAX_READS = 3;
/** A ticket that nobody lists again is left to the sweep after this time, in ms. */
const KEPT_MS = 86_400_000;
const BUSY_MS = 1000;

/** The columns of a ticket. The names of the columns do not change. */
const ticketColumns = z.object({
  tenantId: z.string(),
  act: z.enum(ticketActs),
  userId: z.string(),
  addedAt: z.date(),
  state: z.enum(['waiting', 'accepted', 'refused']),
  requestId: z.string().default(''),
  status: z.string().default(''),
});
const leaseColumns = z.object({ holder: z.string(), heldUntil: z.date() });

/** Tickets in the table of the ledger: an entity each, and one for the lease, in one partition for each tenant. */
export function tableTickets(entities: TableEntities): TicketStore {
  return {
    async add(key, addedAt) {
      const place = ticketKey(key);
      const ticket: Ticket = { ...key, addedAt, state: { kind: 'waiting' } };
      const inserted = await entities.insert(place, columnsOf(ticket));
      if (inserted.kind === 'done') return;
      const found = await entities.find(place);
      // One that has gone in between was answered for somebody else; who waits adds it again.
      if (found?.columns['state'] === 'refused')
        await entities.replace(place, found.version, columnsOf(ticket));
    },
    list: (tenantId, validSince) => listValid(entities, tenantId, validSince),
    async answer(tickets, state) {
      if (tickets.length === 0) return;
      await entities.putTogether(
        tickets.map((ticket) => ({ key: ticketKey(ticket), columns: columnsOf({ ...ticket, state }) })),
      );
    },
    async remove(key) {
      const found = await entities.find(ticketKey(key));
      if (found) await entities.remove(found.key, found.version);
    },
    hold: (tenantId, holder, now, until) => hold(entities, ticketLeaseKey(tenantId), { holder, now, until }),
    async release(tenantId, holder, now) {
      const key = ticketLeaseKey(tenantId);
      const found = await entities.find(key);
      if (found?.columns['holder'] === holder)
        await entities.replace(key, found.version, { holder, heldUntil: now });
    },
  };
}

async function listValid(
  entities: TableEntities,
  tenantId: string,
  validSince: Date,
): Promise<readonly Ticket[]> {
  const tickets: Ticket[] = [];
  for await (const entity of entities.list(odata`PartitionKey eq ${ticketPartition(tenantId)}`)) {
    const read = ticketColumns.safeParse(entity.columns);
    if (!read.success) continue;
    const { state, requestId, status, ...ticket } = read.data;
    if (ticket.addedAt < validSince) await entities.remove(entity.key, entity.version);
    else tickets.push({ ...ticket, state: stateOf(state, requestId, status) });
  }
  return tickets.sort((one, other) => one.addedAt.getTime() - other.addedAt.getTime());
}

async function hold(
  entities: TableEntities,
  key: EntryKey,
  { holder, now, until }: { readonly holder: string; readonly now: Date; readonly until: Date },
): Promise<HoldAnswer> {
  for (let reads = 0; reads < MAX_READS; reads++) {
    const found = await entities.find(key);
    const lease = leaseColumns.safeParse(found?.columns).data;
    const waitMs = lease ? lease.heldUntil.getTime() - now.getTime() : -Infinity;
    if (lease?.holder !== holder && waitMs > 0) return { kind: 'busy', waitMs };
    const columns = { holder, heldUntil: until };
    const written = found
      ? await entities.replace(key, found.version, columns)
      : await entities.insert(key, columns);
    if (written.kind !== 'done') continue;
    const isContinued = lease?.holder === holder && waitMs > 0;
    return isContinued ? { kind: 'held' } : { kind: 'held', idleMs: -waitMs };
  }
  return { kind: 'busy', waitMs: BUSY_MS };
}

function columnsOf({ state, ...ticket }: Ticket): EntityColumns {
  const { kind, ...answer } = state;
  const expiresAt = new Date(ticket.addedAt.getTime() + KEPT_MS);
  return { ...ticket, state: kind, ...answer, expiresAt };
}

function stateOf(kind: TicketState['kind'], requestId: string, status: string): TicketState {
  if (kind === 'waiting') return { kind };
  return kind === 'accepted' ? { kind, requestId } : { kind, requestId, status };
}
