import { odata } from '@azure/data-tables';
import type { EntryKey, Partition } from '../../core/ids';
import { storedId } from '../../core/ids';
import type { Approval, ApprovalStore } from '../../ports/ledger';
import { decisionColumns, finishedColumns, readApproval, requestColumns, states } from './approval-columns';
import type { Columns } from './entry-columns';
import type { TableEntities } from './table-entities';
import type { OnAcquire } from './table-lease-store';

/** All requests for approval are in one partition, so that they can be listed. */
const PARTITION = storedId<Partition>('holds');

/** Other writers change an entry only by deciding on it or finishing it, so the next read finds that. */
const MAX_READS = 10;

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
    async decide(approvalId, decision) {
      const found = await change(entities, approvalId, ({ decision: recorded }) =>
        recorded ? undefined : decisionColumns(decision),
      );
      if (!found) throw new Error('A request for approval is missing from the ledger.');
      return found.decision ?? decision;
    },
    async finish(approvalId) {
      await change(entities, approvalId, ({ decision, isFinished }) =>
        decision && !isFinished ? finishedColumns(decision) : undefined,
      );
    },
    async *pending() {
      const filter = odata`PartitionKey eq ${PARTITION} and state eq ${states.pending}`;
      for await (const { columns } of entities.list(filter)) yield readApproval(columns).request;
    },
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
  throw new Error('A request for approval changed more often than decisions can change it.');
}

/** Any id that a sender writes becomes the key of a request for approval, and never another key. */
function keyOf(approvalId: string): EntryKey {
  return { partition: PARTITION, row: encodeURIComponent(approvalId).replaceAll('%', '_') };
}
