import type { Approval, ApprovalStore } from '../../ports/ledger';

/** Requests for approval in memory, and the entries that a sweep removes. */
export function inMemoryApprovals(): ApprovalStore & {
  readonly entries: Map<string, Approval & { readonly expiresAt: number }>;
} {
  const entries = new Map<string, Approval & { readonly expiresAt: number }>();
  return {
    entries,
    put: (request, { expiresAt }) => {
      if (!entries.has(request.id)) entries.set(request.id, { request, expiresAt: expiresAt.getTime() });
      return Promise.resolve();
    },
    find: (approvalId) => Promise.resolve(entries.get(approvalId)),
    decide: (approvalId, decision) => {
      const found = entries.get(approvalId);
      if (!found) throw new Error('A request for approval is missing from the ledger.');
      if (!found.decision) entries.set(approvalId, { ...found, decision });
      return Promise.resolve(found.decision ?? decision);
    },
    finish: (approvalId) => {
      const found = entries.get(approvalId);
      if (found?.decision) entries.set(approvalId, { ...found, isFinished: true });
      return Promise.resolve();
    },
    // eslint-disable-next-line typescript/require-await -- the port's list is read one by one
    async *pending() {
      for (const { request, decision } of entries.values()) if (!decision) yield request;
    },
    // eslint-disable-next-line typescript/require-await -- the port's list is read one by one
    async *unfinished() {
      for (const { request, decision, isFinished } of entries.values()) {
        if (decision && !isFinished) yield { request, decision };
      }
    },
  };
}
