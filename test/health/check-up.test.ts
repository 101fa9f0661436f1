import { describe, expect, it } from '@jest/globals';
import { checkHealth, rememberedHealth } from '../../shared/health/check-health';
import type { WebhookConfig } from '../../shared/config/config';
import { policyCheck } from '../../shared/health/policy-check';
import { aPolicy } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';

const noWebhook: WebhookConfig = {
  senders: [],
  provenFormats: {},
  issuers: [],
  authorization: 'functionKey',
};

describe('the policy', () => {
  const accounts = { users: ['x@contoso.com'], groups: [], roles: [] };
  const brake = { users: 1, windowMs: 1, repeats: 3 };
  it.each([
    ['protects somebody and has a brake', { protected: accounts, brake }, 'ok', undefined],
    ['protects nobody', { brake }, 'warning', /protects nobody/],
    [
      'names an approver who cannot be a user',
      {
        brake,
        protected: accounts,
        confirmation: { ...aPolicy().confirmation, approvers: ['lead@contoso.com', 'soc team'] },
      },
      'warning',
      /^The policy names the approver soc team, which is neither an object id nor a user principal name\.$/,
    ],
    [
      'lists fewer approvers than may have to approve',
      {
        brake,
        protected: accounts,
        approvals: { ...aPolicy().approvals, proof: 'required' },
        confirmation: { ...aPolicy().confirmation, approvers: ['lead@contoso.com'] },
      },
      'warning',
      /^The policy lists 1 in confirmation\.approvers, of whom 2 must approve what nothing proves who asked for/,
    ],
    ['has no brake', { protected: accounts }, 'warning', /has no brake/],
    ['is switched off', { revocationEnabled: false, protected: accounts, brake }, 'warning', undefined],
  ] as const)('that %s', async (_what, changes, status, remedy) => {
    const result = await policyCheck(aPolicy(changes), noWebhook).run();
    expect(result.status).toBe(status);
    if (remedy) expect(result.remedy).toMatch(remedy);
  });
});

describe('a check-up', () => {
  it('reports a check that threw an error, but not its message, which may contain a secret', async () =>
    expect(
      await checkHealth([{ name: 'x', run: () => Promise.reject(new TypeError('key=secret')) }]),
    ).toEqual([{ name: 'x', status: 'failed', detail: 'The check failed (TypeError).' }]));
  it('is made at most once within its time, however often it is asked for', async () => {
    const clock = fixedClock();
    let looks = 0;
    const ask = rememberedHealth(
      [{ name: 'x', run: () => Promise.resolve({ status: 'ok', detail: String(++looks) }) }],
      clock,
      30_000,
    );
    await Promise.all([ask(), ask()]);
    clock.advance(29_999);
    expect((await ask())[0]?.detail).toBe('1');
    clock.advance(1);
    expect((await ask())[0]?.detail).toBe('2');
  });
});
