import type { Ticket, TicketKey, TicketStore } from '../../ports/ticket-store';

/** The tickets of one process, for the ledger in memory. */
export function inMemoryTickets(): TicketStore {
  const tickets = new Map<string, Ticket>();
  const leases = new Map<string, { readonly holder: string; readonly until: Date }>();
  const nameOf = ({ tenantId, act, userId }: TicketKey): string =>
    JSON.stringify([tenantId, act, userId.toLowerCase()]);
  return {
    add: ({ tenantId, act, userId }, addedAt) => {
      const name = nameOf({ tenantId, act, userId });
      const found = tickets.get(name);
      if (!found || found.state.kind === 'refused')
        tickets.set(name, { tenantId, act, userId, addedAt, state: { kind: 'waiting' } });
      return Promise.resolve();
    },
    list: (tenantId, validSince) => {
      for (const [name, { addedAt }] of tickets) if (addedAt < validSince) tickets.delete(name);
      const found = [...tickets.values()].filter((ticket) => ticket.tenantId === tenantId);
      return Promise.resolve(found.sort((one, other) => one.addedAt.getTime() - other.addedAt.getTime()));
    },
    answer: (answered, state) => {
      for (const ticket of answered) tickets.set(nameOf(ticket), { ...ticket, state });
      return Promise.resolve();
    },
    remove: (key) => {
      tickets.delete(nameOf(key));
      return Promise.resolve();
    },
    hold: (tenantId, holder, now, until) => {
      const found = leases.get(tenantId);
      const waitMs = found ? found.until.getTime() - now.getTime() : -Infinity;
      if (found?.holder !== holder && waitMs > 0) return Promise.resolve({ kind: 'busy', waitMs });
      leases.set(tenantId, { holder, until });
      const isContinued = found?.holder === holder && waitMs > 0;
      return Promise.resolve(isContinued ? { kind: 'held' } : { kind: 'held', idleMs: -waitMs });
    },
    release: (tenantId, holder, now) => {
      if (leases.get(tenantId)?.holder === holder) leases.set(tenantId, { holder, until: now });
      return Promise.resolve();
    },
  };
}
