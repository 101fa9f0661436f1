import { describe, expect, it } from '@jest/globals';
import type { CheckedSeal } from '../../shared/health/seal-check';
import { sealCheck } from '../../shared/health/seal-check';
import { SealUnavailable } from '../../shared/ports/seal-unavailable';
import { fixedClock } from '../support/fixed-clock';

const clock = fixedClock();
const nothing = { total: 0, unsigned: [] };
const last = '2026-11-23.0001.ndjson';
const run = (
  state: Awaited<ReturnType<CheckedSeal['state']>>,
  { isSigned = true, waitsMs }: { readonly isSigned?: boolean; readonly waitsMs?: number } = {},
) => {
  const oldest = waitsMs === undefined ? undefined : new Date(clock.now().getTime() - waitsMs);
  return sealCheck(
    { state: () => Promise.resolve(state), isSigned },
    () => Promise.resolve(oldest),
    clock,
  ).run();
};

describe('the check of the seal', () => {
  it('says how far it is', async () => {
    expect(await run({ ...nothing, last, total: 7 })).toEqual({
      status: 'ok',
      detail: `The seal is at ${last}, outcome 7.`,
    });
    expect(await run(nothing)).toMatchObject({ status: 'ok', detail: 'Nothing was sealed yet.' });
  });
  it('says that heads are not signed where no key is set', async () => {
    expect((await run(nothing, { isSigned: false })).detail).toContain('SEAL_KEY is not set');
  });
  it('warns of an outcome that has waited for more than ten minutes', async () => {
    expect((await run(nothing, { waitsMs: 600_000 })).status).toBe('ok');
    expect(await run(nothing, { waitsMs: 600_001 })).toMatchObject({
      status: 'warning',
      detail: 'Outcomes wait to be sealed since 2026-11-23T09:49:59.999Z.',
    });
  });
  it('warns of a head that is not signed', async () => {
    expect(await run({ ...nothing, unsigned: [last] })).toMatchObject({
      status: 'warning',
      detail: `The head of ${last} is not signed yet.`,
    });
  });
  it('fails where the store cannot be reached', async () => {
    const state = () => Promise.reject(new SealUnavailable('store', undefined));
    const check = sealCheck({ state, isSigned: true }, () => Promise.resolve(undefined), clock);
    expect((await check.run()).status).toBe('failed');
  });
});
