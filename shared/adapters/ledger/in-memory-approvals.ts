import type { RecordedDecision } from '../../core/approval';
import type { ApprovalVote } from '../../core/approval-votes';
import { compact } from '../../core/compact';
import { recordedIn } from './approval-columns';
import type { Approval, ApprovalStore } from '../../ports/ledger';

type Entry = Approval & { readonly expiresAt: number };

/** Requests for approval in memory, and the entries that a sweep removes. */
export function inMemoryApprovals(): ApprovalStore & {
  readonly entries: Map<string, Entry>;
} {
  const entries = new Map<string, Entry>();
  return {
    entries,
    put: (request, { expiresAt }) => {
      if (!entries.has(request.id)) entries.set(request.id, { request, expiresAt: expiresAt.getTime() });
      return Promise.resolve();
    },
    find: (approvalId) => Promise.resolve(entries.get(approvalId)),
    ...decisionsIn(entries),
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
    async *open() {
      for (const { request, decision, votes } of entries.values())
        if (!decision) yield compact({ request, votes });
    },
    // eslint-disable-next-line typescript/require-await -- the port's list is read one by one
    async *unfinished() {
      for (const { request, decision, isFinished } of entries.values()) {
        if (decision && !isFinished) yield { request, decision };
      }
    },
  };
}

/** Where a decision is the end of the votes. */
function decisionsIn(entries: Map<string, Entry>): Pick<ApprovalStore, 'decide' | 'vote'> {
  const vote: ApprovalStore['vote'] = (approvalId, answer) => {
    const found = entries.get(approvalId);
    if (!found) return Promise.resolve(undefined);
    const { decision, votes = [] } = found;
    if (decision) return Promise.resolve({ kind: 'decided', decision });
    const changed = answer(votes);
    const isOpen = changed.kind === 'open';
    entries.set(approvalId, isOpen ? voted(found, changed.votes) : decided(found, changed.decision));
    return Promise.resolve(changed);
  };
  return {
    vote,
    decide: async (approvalId, decision) =>
      recordedIn(await vote(approvalId, () => ({ kind: 'decided', decision }))),
  };
}

function voted({ votes: _votes, ...entry }: Entry, votes: readonly ApprovalVote[]): Entry {
  return votes.length === 0 ? entry : { ...entry, votes };
}

/** The votes go into the decision. */
function decided({ votes: _votes, ...entry }: Entry, decision: RecordedDecision): Entry {
  return { ...entry, decision };
}
