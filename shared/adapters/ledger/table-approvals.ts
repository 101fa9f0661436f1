import { odata } from '@azure/data-tables';
import type { EntryKey, Partition } from '../../core/ids';
import { storedId } from '../../core/ids';
import type { ApprovalStore } from '../../ports/ledger';
import { decisionColumns, readApproval, requestColumns } from './approval-columns';
import type { TableEntities } from './table-entities';

/** All requests for approval are in one partition, so that they can be listed. */
const PARTITION = storedId<Partition>('holds');

/** Other writers change an entry only by deciding on it, so the next read finds the decision. */
const MAX_READS = 10;

/** Requests for approval in table storage. A decision is one write on condition of the entity's version. */
export function tableApprovals(
  entities: TableEntities,
  onPut: (partition: Partition, expiresAt: Date) => Promise<void>,
): ApprovalStore {
  return {
    async put(request, { expiresAt }) {
      // An entry that exists already was written by an interrupted attempt.
      await entities.insert(keyOf(request.id), { ...requestColumns(request), expiresAt });
      await onPut(PARTITION, expiresAt);
    },
    async find(approvalId) {
      const found = await entities.find(keyOf(approvalId));
      if (!found) return undefined;
      const { expiresAt: _expiresAt, ...approval } = readApproval(found.columns);
      return approval;
    },
    async decide(approvalId, decision) {
      for (let reads = 0; reads < MAX_READS; reads++) {
        const found = await entities.find(keyOf(approvalId));
        if (!found) throw new Error('A request for approval is missing from the ledger.');
        const { request, decision: recorded, expiresAt } = readApproval(found.columns);
        if (recorded) return recorded;
        const columns = { ...requestColumns(request), ...decisionColumns(decision), expiresAt };
        const answer = await entities.replace(found.key, found.version, columns);
        if (answer.kind === 'done') return decision;
      }
      throw new Error('A request for approval changed more often than decisions can change it.');
    },
    async *pending() {
      const filter = odata`PartitionKey eq ${PARTITION} and state eq 'waiting'`;
      for await (const { columns } of entities.list(filter)) yield readApproval(columns).request;
    },
  };
}

/** Any id that a sender writes becomes the key of a request for approval, and never another key. */
function keyOf(approvalId: string): EntryKey {
  return { partition: PARTITION, row: encodeURIComponent(approvalId).replaceAll('%', '_') };
}
