import { expect, it } from '@jest/globals';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import { NOTHING_KNOWN } from '../../shared/core/sign-in-reading';
import { signInsCheck } from '../../shared/health/sign-ins-check';
import { TENANT_ID } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { InMemorySignInLog } from '../twins/in-memory-sign-in-log';

const MINUTE = 60_000;

function checked() {
  const clock = fixedClock();
  const signInLog = new InMemorySignInLog(clock);
  const ledger = inMemoryLedger();
  const watch = { onReturn: 'report', contain: [], latenessMs: 195 * MINUTE } as const;
  const check = signInsCheck({ signInLog, ledger, clock, policy: { tenantId: TENANT_ID, watch } });
  return { clock, signInLog, ledger, check };
}

it('the logs can be read, and nothing was measured yet', async () =>
  expect(await checked().check.run()).toEqual({
    status: 'ok',
    detail: expect.stringMatching(/interactive not measured, .*confirmed 195 min after its bound\.$/),
  }));

it('what was measured is reported, and counts half as much again', async () => {
  const { check, ledger, clock } = checked();
  const lateness = { ms: 140 * MINUTE, at: clock.now().getTime() };
  const logs = { ...NOTHING_KNOWN.logs, nonInteractive: { lateness } };
  const before = await ledger.watches.readSignIns(TENANT_ID);
  await ledger.watches.writeSignIns(TENANT_ID, before, { ...NOTHING_KNOWN, logs });
  expect((await check.run()).detail).toMatch(
    /nonInteractive 140 min, .*confirmed 210 min after its bound\.$/,
  );
});

it.each([
  ['notPermitted', /AuditLog\.Read\.All/],
  ['noLicense', /P1/],
  ['throttled', /Wait/],
] as const)('logs that cannot be read are a warning with what to do: %s', async (reason, remedy) => {
  const { check, signInLog } = checked();
  signInLog.failure = reason;
  expect(await check.run()).toMatchObject({
    status: 'warning',
    remedy: expect.stringMatching(remedy) as unknown,
  });
});
