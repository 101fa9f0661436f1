import { odata } from '@azure/data-tables';
import type { ApprovalVote, VoteAnswer } from '../../core/approval-votes';
import { compact } from '../../core/compact';
import type { EntryKey, Partition } from '../../core/ids';
import { storedId } from '../../core/ids';
import type { Approval, ApprovalStore } from '../../ports/ledger';
import { Unavailable } from '../../ports/unavailable';
import {
  decisionColumns,
  finishedColumns,
  readApproval,
  recordedIn,
  requestColumns,
  states,
  voteColumns,
} from './approval-columns';
import type { Columns } from './entry-columns';
import type { TableEntities } from './table-entities';
import type { OnAcquire } from './table-lease-store';

/** All requests for approval are in one partition, so that they can be listed. */
const PARTITION = storedId<Partition>('holds');

/** Other writers change an entry only by a vote, by deciding on it or by finishing it. */
const MAX_READS = 20;

/** Requests for approval in table storage. A decision is one write on condition of the entity's version. */
export function tableApprovals(entities: TableEntities, onPut: OnAcquire): ApprovalStore {
  return {
    async put(request, { expiresAt }) {
      const key = keyOf(request.id);
      onPut(key, expiresAt);
      // An entry that exists already was written by an interrupted attempt.
      await entities.insert(key, { ...requestColumns(request), expiresAt });
    },
    async find(approvalId) {
      const found = await entities.find(keyOf(approvalId));
      if (!found) return undefined;
      const { expiresAt: _expiresAt, ...approval } = readApproval(found.columns);
      return approval;
    },
    vote: (approvalId, answer) => vote(entities, approvalId, answer),
    decide: async (approvalId, decision) =>
      recordedIn(await vote(entities, approvalId, () => ({ kind: 'decided', decision }))),
    async finish(approvalId) {
      await change(entities, approvalId, ({ decision, isFinished }) =>
        decision && !isFinished ? finishedColumns(decision) : undefined,
      );
    },
    async *pending() {
      for await (const { request } of open(entities)) yield request;
    },
    open: () => open(entities),
    async *unfinished() {
      // The service scans the partition, whose finished entries stay for a week, and returns these few alone.
      const filter = odata`PartitionKey eq ${PARTITION} and state eq ${states.decided}`;
      for await (const { columns } of entities.list(filter)) {
        const { request, decision } = readApproval(columns);
        if (decision) yield { request, decision };
      }
    },
  };
}

async function* open(entities: TableEntities): AsyncIterable<Approval> {
  const filter = odata`PartitionKey eq ${PARTITION} and state eq ${states.pending}`;
  for await (const { columns } of entities.list(filter)) {
    const { request, votes } = readApproval(columns);
    yield compact({ request, votes });
  }
}

async function vote(
  entities: TableEntities,
  approvalId: string,
  answer: (votes: readonly ApprovalVote[]) => VoteAnswer,
): Promise<VoteAnswer | undefined> {
  let given: VoteAnswer | undefined;
  const found = await change(entities, approvalId, ({ decision, votes = [] }) => {
    given = decision ? { kind: 'decided', decision } : answer(votes);
    return decision || (given.kind === 'open' && given.votes === votes) ? undefined : columnsOf(given);
  });
  return found && given;
}

/**
 * Adds columns to an entry on condition of its version, unless there are none to add. Returns the entry as it was before;
 * undefined when there is none.
 */
async function change(
  entities: TableEntities,
  approvalId: string,
  added: (found: Approval) => Columns | undefined,
): Promise<Approval | undefined> {
  for (let reads = 0; reads < MAX_READS; reads++) {
    const found = await entities.find(keyOf(approvalId));
    if (!found) return undefined;
    const { expiresAt, ...approval } = readApproval(found.columns);
    const columns = added(approval);
    if (!columns) return approval;
    const all = { ...requestColumns(approval.request), ...columns, expiresAt };
    const answer = await entities.replace(found.key, found.version, all);
    if (answer.kind === 'done') return approval;
  }
  // Each read has met another vote: the next try may not.
  throw new Unavailable('ledger', new Error('A request for approval changed too often.'));
}

function columnsOf(given: VoteAnswer): Columns {
  return given.kind === 'open' ? voteColumns(given.votes) : decisionColumns(given.decision);
}

/** Any id that a sender writes becomes the key of a request for approval, and never another key. */
function keyOf(approvalId: string): EntryKey {
  return { partition: PARTITION, row: encodeURIComponent(approvalId).replaceAll('%', '_') };
}
