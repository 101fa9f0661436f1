import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { ApprovalId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { appOfTwins } from '../support/app';
import { aPolicy, anApprovalRequest } from '../support/builders';
import { decideAs } from '../support/proven';
import type { LedgerSide } from './ledger-sides';
import { ledgerSides, term } from './ledger-sides';

const people = ['lead', 'soc', 'other', 'x', 'blake'] as const;

describe.each(ledgerSides)(
  '%s: people who decide at once, each in a process of their own',
  (_name, start) => {
    let side: LedgerSide;
    beforeAll(async () => {
      side = await start();
    });
    afterAll(() => side.stop());

    const processes = (quorum: number) => {
      const approvals = { ...aPolicy().approvals, proof: 'optional', quorum } as const;
      return people.map((name) => {
        const app = appOfTwins({ approvals });
        return { ...app, name, dependencies: { ...app.dependencies, ledger: side.ledger } };
      });
    };
    const put = async (): Promise<string> => {
      const { requestedBy: _none, ...request } = anApprovalRequest().request;
      const approval = anApprovalRequest({ id: storedId<ApprovalId>(randomUUID()), request });
      await side.ledger.approvals.put(approval, term);
      return approval.id;
    };

    it.each([1, 2, 3, 4, 5])('are counted exactly: %i of five decide, once', async (quorum) => {
      const id = await put();
      const all = processes(quorum);
      const answers = await Promise.all(all.map((app) => decideAs(app, app.name, id)));
      const decision = (await side.ledger.approvals.find(id))?.decision;
      expect(decision?.decision).toBe('approve');
      expect(decision?.approvers?.length ?? 1).toBe(quorum);
      const kinds = answers.map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'voted')).toHaveLength(quorum - 1);
      expect(kinds.filter((kind) => kind === 'recorded')).toHaveLength(1);
      expect(kinds.filter((kind) => kind === 'decided')).toHaveLength(people.length - quorum);
      const sent = new Set(
        all.flatMap(({ requestQueue }) => requestQueue.sent.map(({ id: message }) => message)),
      );
      expect(sent.size).toBe(1);
    });
    it('one who declines and those who approve leave one decision', async () => {
      const id = await put();
      const [first, ...others] = processes(2);
      const answers = await Promise.all([
        ...others.map((app) => decideAs(app, app.name, id)),
        ...(first ? [decideAs(first, first.name, id, { decision: 'decline' })] : []),
      ]);
      const decision = (await side.ledger.approvals.find(id))?.decision;
      const recorded = answers.flatMap((answer) => (answer.kind === 'recorded' ? [answer.decision] : []));
      expect(new Set(recorded.map(({ key }) => key))).toEqual(new Set([decision?.key]));
    });
  },
);
