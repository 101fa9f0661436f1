import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publishReminder } from '../../shared/app/publish-reminder';
import { publishSwitchChange } from '../../shared/app/publish-switch';
import { reminderKey, storedId, switchEventKey } from '../../shared/core/ids';
import type { SwitchChangeId } from '../../shared/core/ids';
import { appOfTwins } from '../support/app';
import { anApprovalRequest } from '../support/builders';
import { aChange } from '../support/switch-changes';
import type { LedgerSide } from './ledger-sides';
import { HOUR, at, ledgerSides } from './ledger-sides';

describe.each(ledgerSides)(
  '%s: the events that announce a request for approval once more',
  (_name, start) => {
    let side: LedgerSide;
    beforeAll(async () => {
      side = await start();
    });
    afterAll(() => side.stop());

    it('are recorded with their bytes, published once by all processes, and swept with the records', async () => {
      const approval = anApprovalRequest();
      const processes = [1, 2, 3].map(() => appOfTwins({ recordRetentionMs: HOUR }));
      for (const { dependencies } of processes) {
        await publishReminder({ ...dependencies, ledger: side.ledger }, approval);
      }
      const published = processes.flatMap(({ resultsTopic }) => resultsTopic.published);
      expect(published).toHaveLength(1);
      const entry = await side.ledger.reminders.read(reminderKey(approval.id), at(0));
      expect(Buffer.from(entry?.message.body ?? [])).toEqual(Buffer.from(published[0]?.body ?? []));
      await side.ledger.sweep(at(3 * HOUR));
      expect(await side.ledger.reminders.read(reminderKey(approval.id), at(0))).toBeUndefined();
    });
  },
);

describe.each(ledgerSides)('%s: the events of changes of the emergency switch', (_name, start) => {
  let side: LedgerSide;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());

  it('are recorded with their bytes, published once by all processes, and swept with the records', async () => {
    const id = storedId<SwitchChangeId>(`W/"datetime'2026-11-23T09%3A58%3A00.1Z'"`);
    const change = aChange('stopped', { id });
    const processes = [1, 2, 3].map(() => appOfTwins({ recordRetentionMs: HOUR }));
    for (const { dependencies } of processes) {
      await publishSwitchChange({ ...dependencies, ledger: side.ledger }, change);
    }
    const published = processes.flatMap(({ resultsTopic }) => resultsTopic.published);
    expect(published).toHaveLength(1);
    const entry = await side.ledger.switchChanges.read(switchEventKey(id), at(0));
    expect(Buffer.from(entry?.message.body ?? [])).toEqual(Buffer.from(published[0]?.body ?? []));
    expect(entry?.awaitsPublication).toBeUndefined();
    await side.ledger.sweep(at(3 * HOUR));
    expect(await side.ledger.switchChanges.read(switchEventKey(id), at(0))).toBeUndefined();
  });
});
