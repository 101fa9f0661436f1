import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { managedIdentity } from '../../shared/adapters/connections/managed-identity';
import { sharePointRevoker } from '../../shared/adapters/sharepoint/sharepoint-revoker';
import { writeDetail } from '../../shared/core/detail';
import type { RevocationAnswer } from '../../shared/core/revocation';
import type { AdminHost } from '../../local/sharepoint/admin-host';
import { startAdminHost } from '../../local/sharepoint/admin-host';
import { adminAnswers } from '../../local/sharepoint/answers';
import { loopbackCertificate } from '../../local/tenant/certificate';
import type { Tenant } from '../../local/tenant/tenant';
import { aUser } from '../support/builders';
import { eventually } from '../support/eventually';
import { fixedClock } from '../support/fixed-clock';
import { loopbackTenant, trust } from '../support/loopback-tenant';

let tenant: Tenant;
let host: AdminHost;
let clock: ReturnType<typeof fixedClock>;
beforeAll(async () => {
  const certificate = await loopbackCertificate();
  tenant = await loopbackTenant();
  trust(certificate);
  host = await startAdminHost({ certificate, tokens: tenant.tokens });
});
afterAll(async () => {
  await Promise.all([tenant.stop(), host.stop()]);
});
beforeEach(() => {
  clock = fixedClock();
  host.answerAll(undefined);
});

const CALL = { mayCall: () => true, share: [] };
const revokerOf = (callMs = 5000) =>
  sharePointRevoker({ adminUrl: host.adminUrl, credential: managedIdentity(), clock, callMs });
const revoke = (revoker = revokerOf(), call = CALL, user = aUser()): Promise<RevocationAnswer> =>
  revoker.revoke(user, call);
const sentenceOf = (answer: RevocationAnswer): string =>
  answer.kind === 'failed' ? writeDetail(answer.failure.detail) : '';

describe('what SharePoint answers', () => {
  it.each<[keyof typeof adminAnswers, string, string, number]>([
    ['featureDisabled', 'notEnabled', 'not enabled', 1],
    ['userNotFound', 'userGone', 'does not know the user', 1],
    ['failure', 'notDone', 'could not sign the user out', 2],
    ['unknownState', 'notDone', 'not known (7)', 1],
    ['unsupportedAppOnly', 'forbidden', 'Sites.FullControl.All', 1],
    ['invalidToken', 'forbidden', 'Sites.FullControl.All', 1],
    ['unauthorized', 'forbidden', '403 -2147024891', 1],
    ['accessDenied', 'forbidden', '403 accessDenied', 1],
    ['appOnlyPrincipal', 'forbidden', 'Sites.FullControl.All', 1],
    ['serverError', 'unavailable', '500', 1],
    ['badRequest', 'badRequest', '400', 1],
    ['notFound', 'notDone', 'SHAREPOINT_ADMIN_URL', 1],
    ['throttled', 'throttled', 'throttling', 1],
    ['busy', 'throttled', 'throttling', 1],
    ['unavailable', 'unavailable', '503', 1],
    ['html', 'notDone', 'without a state', 1],
    ['empty', 'notDone', 'without a state', 1],
    ['redirect', 'notDone', 'not followed', 1],
  ])('%s is %s: %s', async (name, kind, sentence, attempts) => {
    host.answerAll(adminAnswers[name]);
    const before = host.calls.length;
    const answer = await revoke();
    expect(answer).toMatchObject({ kind: 'failed', failure: { kind }, attempts });
    expect(sentenceOf(answer)).toContain(sentence);
    expect(answer.requestIds).toHaveLength(attempts);
    expect(host.calls).toHaveLength(before + attempts);
  });
  it.each<[keyof typeof adminAnswers, string]>([
    ['nonInstantaneousSuccess', 'signOutPending'],
    ['instantaneousSuccess', 'signedOut'],
    ['verbose', 'signedOut'],
  ])('%s is accepted, and has the effect %s', async (name, effect) => {
    host.answerAll(adminAnswers[name]);
    expect(await revoke()).toEqual({
      kind: 'accepted',
      acceptedAt: clock.now(),
      effect,
      attempts: 1,
      requestIds: [expect.any(String)],
    });
  });
  it('a failure is asked for once more, and the second answer counts', async () => {
    host.answerAll(adminAnswers.failure);
    let calls = 0;
    const mayCall = (): boolean => {
      if (++calls === 2) host.answerAll(adminAnswers.instantaneousSuccess);
      return true;
    };
    const answer = await revoke(revokerOf(), { ...CALL, mayCall });
    expect(answer).toMatchObject({ kind: 'accepted', effect: 'signedOut', attempts: 2 });
    expect(new Set(answer.requestIds).size).toBe(2);
  });
});

describe('a call', () => {
  it('has the user principal name, the token of the admin host alone, and the name of the application', async () => {
    host.answer('avery@contoso.com', adminAnswers.instantaneousSuccess);
    expect(await revoke()).toMatchObject({ kind: 'accepted', effect: 'signedOut' });
    const { method, headers, body } = host.calls.at(-1) ?? {};
    expect({ method, body }).toEqual({ method: 'POST', body: '{"userName":"avery@contoso.com"}' });
    expect(headers?.['user-agent']).toBe('NONISV|session-revoker|session-revoker/1.0');
    expect(tenant.tokens.judge(headers?.['authorization'], host.adminUrl)).toBe('valid');
    expect(
      tenant.calls.filter((call) => call.headers['authorization'] === headers?.['authorization']),
    ).toEqual([]);
  });
  it('is not made for a user without a name, nor once the lease may have ended', async () => {
    const before = host.calls.length;
    const { userPrincipalName: _name, ...nameless } = aUser();
    expect(await revokerOf().revoke(nameless, CALL)).toMatchObject({
      failure: { kind: 'notDone' },
      attempts: 0,
    });
    const late = { ...CALL, mayCall: () => false };
    expect(await revoke(revokerOf(), late)).toMatchObject({ failure: { kind: 'leaseEnded' }, attempts: 0 });
    expect(host.calls).toHaveLength(before);
  });
  it('that hangs ends at its time limit', async () => {
    host.answerAll('hang');
    expect(await revoke(revokerOf(50))).toMatchObject({ failure: { kind: 'unavailable' }, attempts: 1 });
  });
  it('that hangs ends when it is given up, and then says nothing about SharePoint', async () => {
    host.answerAll('hang');
    const revoker = revokerOf();
    for (let n = 0; n < 6; n++) {
      const controller = new AbortController();
      const answer = revoker.revoke(aUser(), { ...CALL, signal: controller.signal });
      controller.abort();
      expect(await answer).toMatchObject({ failure: { kind: 'unavailable' } });
    }
    host.answerAll(adminAnswers.instantaneousSuccess);
    expect(await revoke(revoker)).toMatchObject({ kind: 'accepted' });
  });
  it('to a host that there is not is unavailable, and names the setting', async () => {
    const options = { adminUrl: 'https://localhost:1', credential: managedIdentity(), clock };
    const answer = await sharePointRevoker(options).revoke(aUser(), CALL);
    expect(answer).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(sentenceOf(answer)).toContain('SHAREPOINT_ADMIN_URL');
  });
});

describe('SharePoint is not called, and nobody waits,', () => {
  /** The answer of a call that is not made. */
  async function notCalled(revoker: ReturnType<typeof revokerOf>): Promise<RevocationAnswer> {
    const before = host.calls.length;
    const answer = await revoke(revoker);
    expect(answer.attempts).toBe(0);
    expect(host.calls).toHaveLength(before);
    expect(clock.slept).toEqual([]);
    return answer;
  }
  it.each(['unsupportedAppOnly', 'unauthorized', 'appOnlyPrincipal'] as const)(
    'for an hour after it has refused the application: %s',
    async (name) => {
      const revoker = revokerOf();
      host.answerAll(adminAnswers[name]);
      await revoke(revoker);
      clock.advance(3_599_000);
      const answer = await notCalled(revoker);
      expect(answer).toMatchObject({ failure: { kind: 'forbidden' } });
      expect(sentenceOf(answer)).toContain('Sites.FullControl.All');
      clock.advance(2000);
      host.answerAll(adminAnswers.instantaneousSuccess);
      expect(await revoke(revoker)).toMatchObject({ kind: 'accepted' });
    },
  );
  it('until the hour is over, when it is called with a new token where the last one was denied', async () => {
    const revoker = revokerOf();
    host.answer(aUser().userPrincipalName ?? '', adminAnswers.instantaneousSuccess);
    expect(await revoke(revoker)).toMatchObject({ kind: 'accepted' });
    tenant.tokens.revokeAll();
    expect(await revoke(revoker)).toMatchObject({ failure: { kind: 'forbidden' } });
    clock.advance(3_600_000);
    expect(await revoke(revoker)).toMatchObject({ kind: 'accepted' });
  });
  it.each<[keyof typeof adminAnswers, number]>([
    ['throttled', 2000],
    ['busy', 30_000],
  ])('while it has asked for a pause: %s', async (name, ms) => {
    const revoker = revokerOf();
    host.answerAll(adminAnswers[name]);
    expect(await revoke(revoker)).toMatchObject({ failure: { retryAfterMs: ms } });
    expect(revoker.pausedForMs()).toBe(ms);
    expect(await notCalled(revoker)).toMatchObject({ failure: { kind: 'throttled', retryAfterMs: ms } });
    clock.advance(ms);
    host.answerAll(adminAnswers.instantaneousSuccess);
    expect(await revoke(revoker)).toMatchObject({ kind: 'accepted' });
  });
  it('while eight calls are under way, so that a hang leaves messages for Graph', async () => {
    const revoker = revokerOf(60_000);
    const givingUp = new AbortController();
    host.answerAll('hang');
    const call = { ...CALL, signal: givingUp.signal };
    const calls = Array.from({ length: 8 }, () => revoker.revoke(aUser(), call));
    await eventually('eight calls hang', () => host.hanging() === 8);
    expect(await notCalled(revoker)).toMatchObject({ failure: { kind: 'throttled', retryAfterMs: 2000 } });
    givingUp.abort();
    await Promise.all(calls);
    host.answerAll(adminAnswers.instantaneousSuccess);
    expect(await revoke(revoker)).toMatchObject({ kind: 'accepted' });
  });
  it('while it has asked for a pause with a date', async () => {
    const until = new Date(clock.now().getTime() + 60_000).toUTCString();
    host.answerAll({ ...adminAnswers.throttled, headers: { 'Retry-After': until } });
    const revoker = revokerOf();
    await revoke(revoker);
    expect(await notCalled(revoker)).toMatchObject({ failure: { retryAfterMs: 60_000 } });
  });
  it('once five calls in a row have failed, but for one trial every half minute', async () => {
    const revoker = revokerOf();
    host.answerAll(adminAnswers.unavailable);
    for (let n = 0; n < 5; n++) await revoke(revoker);
    expect(await notCalled(revoker)).toMatchObject({ failure: { kind: 'throttled', retryAfterMs: 30_000 } });
    clock.advance(30_000);
    expect(await revoke(revoker)).toMatchObject({ failure: { kind: 'unavailable' }, attempts: 1 });
    await notCalled(revoker);
    clock.advance(30_000);
    host.answerAll(adminAnswers.instantaneousSuccess);
    expect(await revoke(revoker)).toMatchObject({ kind: 'accepted' });
    expect(await revoke(revoker)).toMatchObject({ kind: 'accepted' });
  });
});
