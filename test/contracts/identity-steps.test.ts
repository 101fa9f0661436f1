import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IdentityStep } from '../../shared/adapters/containment/identity-methods';
import type { ContainmentChange } from '../../shared/core/containment';
import type { DirectoryUser } from '../../shared/core/directory-user';
import { cloudNames } from '../../shared/config/clouds';
import type { Fault } from '../../local/tenant/faults';
import { failure } from '../../local/tenant/graph-api';
import type { Tenant } from '../../local/tenant/tenant';
import { AVERY_ID, aUser } from '../support/builders';
import { GRAY, STEP_PERMISSIONS, addIdentity, methodsOn, tenantOfSteps } from './identity-step-sides';

const ROLE = '62e90394-69f5-4237-9190-012177145e10';
const CALL = { mayCall: () => true, share: ['queue', 'request-1'], note: () => Promise.resolve(true) };

let tenant: Tenant;
beforeAll(async () => {
  tenant = await tenantOfSteps();
});
afterAll(() => tenant.stop());
beforeEach(() => {
  const { directory, faults, tokens } = tenant;
  faults.clear();
  for (const permission of STEP_PERMISSIONS) tokens.permissions.add(permission);
  for (const user of directory.users) user.accountEnabled = true;
  directory.roles.length = 0;
  directory.items.risks = [];
  directory.identities = [];
  Object.assign(directory, { mayChangeAdministrators: false, hasRiskLicence: true });
});

const contain = (
  step: IdentityStep,
  user: DirectoryUser = aUser(),
  noted: readonly ContainmentChange[] = [],
) => methodsOn(tenant).methods[step].contain({ user, noted }, CALL);
const restore = (step: IdentityStep, changes: readonly ContainmentChange[], user: DirectoryUser = aUser()) =>
  methodsOn(tenant).methods[step].restore({ user, noted: changes }, changes, CALL);
const foresee = (step: IdentityStep, user: DirectoryUser = aUser()) =>
  methodsOn(tenant).methods[step].foresee({ user, noted: [] });
const isEnabled = (id = AVERY_ID) => tenant.directory.user(id)?.accountEnabled;
const fault = (one: Omit<Fault, 'times'> & { readonly times?: number }): void =>
  tenant.faults.add({ times: 1, ...one });
const makeAdministrator = (): void =>
  void tenant.directory.roles.push({ id: 'role-1', roleTemplateId: ROLE, members: [AVERY_ID] });

describe('disabling sign-in', () => {
  it('goes before everything else while Graph throttles', async () => {
    const before = tenant.calls.length;
    await contain('disableSignIn');
    const calls = tenant.calls.slice(before);
    expect(calls.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET']);
    expect(calls.map(({ headers }) => headers['x-ms-throttle-priority'])).toEqual(['high', 'high', 'high']);
  });
  it.each<[string, () => void, object]>([
    [
      'names the roles that would help, for an administrator',
      makeAdministrator,
      {
        failure: { kind: 'forbidden', detail: { code: 'administratorAccount' } },
        advice: { code: 'roleForAdministrators' },
        changed: [{ state: 'notOurs' }],
      },
    ],
    [
      'names the permission, where that is missing',
      () => tenant.tokens.permissions.delete('User.EnableDisableAccount.All'),
      {
        failure: {
          kind: 'forbidden',
          detail: { code: 'graphForbidden', values: { permission: 'User.EnableDisableAccount.All' } },
        },
        changed: [{ state: 'notOurs' }],
      },
    ],
    [
      'names the permission, where that is missing, for an administrator too',
      () => {
        makeAdministrator();
        tenant.tokens.permissions.delete('User.EnableDisableAccount.All');
      },
      { failure: { detail: { code: 'graphForbidden' } } },
    ],
    [
      'may have taken effect when Graph fails for long',
      () => fault({ method: 'PATCH', answer: failure(503, 'ServiceUnavailable', ''), times: 9 }),
      { failure: { kind: 'unavailable' }, changed: [{ state: 'intended' }], attempts: 7 },
    ],
    [
      'may have taken effect when Graph throttles for long',
      () => fault({ method: 'PATCH', answer: failure(429, 'TooManyRequests', ''), times: 9 }),
      { failure: { kind: 'throttled' }, changed: [{ state: 'intended' }] },
    ],
  ])('%s', async (_rule, prepare, answer) => {
    prepare();
    expect(await contain('disableSignIn')).toMatchObject({ kind: 'failed', ...answer });
    expect(isEnabled()).toBe(true);
  });
  it('is allowed for an administrator when the identity has a higher role', async () => {
    makeAdministrator();
    tenant.directory.mayChangeAdministrators = true;
    expect(await contain('disableSignIn')).toMatchObject({ kind: 'contained' });
    expect(isEnabled()).toBe(false);
  });
  it('fails for a user who is gone', async () => {
    const gone = aUser({ id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9aff' });
    expect(await contain('disableSignIn', gone)).toMatchObject({
      kind: 'failed',
      failure: { kind: 'userGone' },
    });
  });
  it('is done once although an answer was lost', async () => {
    fault({ method: 'PATCH', answer: 'drop', takesEffect: true });
    expect(await contain('disableSignIn')).toMatchObject({ kind: 'contained', changed: [{ state: 'made' }] });
    expect(isEnabled()).toBe(false);
  });
  it('is tried again after a throttle and a failure', async () => {
    fault({ method: 'PATCH', answer: failure(429, 'TooManyRequests', '', { 'Retry-After': '2' }) });
    fault({ method: 'PATCH', answer: failure(500, 'InternalServerError', '') });
    expect(await contain('disableSignIn')).toMatchObject({ kind: 'contained', attempts: 5 });
  });
  it('says that the directory does not show it yet', async () => {
    const stale = { status: 200, body: { accountEnabled: true } };
    fault({ method: 'GET', answer: stale, times: 9 });
    expect(await contain('disableSignIn')).toMatchObject({
      kind: 'contained',
      advice: { code: 'signInNotReadBack' },
    });
  });
  it('advises to disable a synchronized account where it comes from', async () => {
    fault({
      method: 'GET',
      answer: { status: 200, body: { accountEnabled: true, onPremisesSyncEnabled: true } },
      times: 2,
    });
    expect(await foresee('disableSignIn')).toMatchObject({ advice: { code: 'disableInActiveDirectory' } });
    expect(await contain('disableSignIn')).toMatchObject({
      kind: 'contained',
      advice: { code: 'disableInActiveDirectory' },
    });
  });
  it('makes nothing of an answer that is not a user', async () => {
    fault({ method: 'GET', answer: { status: 200, body: {} } });
    expect(await contain('disableSignIn')).toMatchObject({ failure: { kind: 'notDone' } });
    expect(isEnabled()).toBe(true);
  });
  it('that cannot be undone for want of a role says which', async () => {
    const { changed } = await contain('disableSignIn');
    makeAdministrator();
    expect(await restore('disableSignIn', changed)).toMatchObject({
      kind: 'failed',
      changed: [{ state: 'made' }],
      advice: { code: 'roleForAdministrators' },
    });
  });
});

describe('confirming as compromised', () => {
  const risk = (riskState: string, riskLevel = 'medium'): void =>
    void (tenant.directory.items.risks = [
      {
        id: AVERY_ID,
        riskState,
        riskLevel,
        riskDetail: 'none',
        riskLastUpdatedDateTime: '2026-11-20T00:00:00Z',
      },
    ]);

  it.each<[string, boolean]>([
    ['dismissed', false],
    ['remediated', false],
    ['confirmedSafe', false],
    ['atRisk', true],
    ['unknownFutureValue', true],
  ])('is undone by dismissing, unless that would clear a risk: %s, final %s', async (state, isFinal) => {
    risk(state);
    const foreseen = await foresee('confirmCompromised');
    expect(foreseen).toMatchObject({ changes: [isFinal ? { isFinal } : { state: 'intended' }] });
    expect('advice' in foreseen).toBe(isFinal);
    const { changed } = await contain('confirmCompromised');
    expect(await restore('confirmCompromised', changed)).toMatchObject(
      isFinal
        ? { kind: 'unchanged', kept: [{ reason: { code: 'riskDetermined' } }] }
        : { kind: 'restored', changed: [{ state: 'restored' }] },
    );
    const { items } = tenant.directory;
    expect(items.risks[0]?.riskState).toBe(isFinal ? 'confirmedCompromised' : 'dismissed');
  });
  it.each<[string, () => void]>([
    ['the permission is missing', () => tenant.tokens.permissions.delete('IdentityRiskyUser.ReadWrite.All')],
    [
      'the tenant has no licence',
      () => fault({ path: 'riskyUsers', answer: failure(403, 'Forbidden', ''), times: 9 }),
    ],
    [
      'the tenant has no licence, as a malformed request',
      () => fault({ method: 'POST', path: 'riskyUsers', answer: failure(400, 'BadRequest', ''), times: 9 }),
    ],
  ])('names permission and licence when %s', async (_rule, prepare) => {
    prepare();
    const answer = await contain('confirmCompromised');
    expect(answer).toMatchObject({
      kind: 'failed',
      failure: { detail: { code: 'twoSentences', values: { second: { code: 'riskNeedsLicence' } } } },
    });
  });
  it('is not lost by a throttle', async () => {
    fault({ method: 'POST', path: 'confirm', answer: failure(429, 'TooManyRequests', ''), times: 3 });
    expect(await contain('confirmCompromised')).toMatchObject({ kind: 'contained' });
  });
  it('that is accepted by a call whose answer is lost is made once more', async () => {
    fault({ method: 'POST', path: 'confirm', answer: 'drop', takesEffect: true });
    expect(await contain('confirmCompromised')).toMatchObject({
      kind: 'contained',
      changed: [{ state: 'made' }],
    });
  });
});

describe.each(cloudNames)('in the cloud %s', (cloud) => {
  it('a step that Graph does not offer says so, and makes no call', async () => {
    const offered: Readonly<Record<typeof cloud, readonly IdentityStep[]>> = {
      global: ['disableSignIn', 'confirmCompromised', 'identityAccounts'],
      usGov: ['disableSignIn', 'confirmCompromised'],
      usGovDod: ['disableSignIn', 'confirmCompromised'],
      china: ['disableSignIn'],
    };
    addIdentity(tenant);
    const { methods } = methodsOn(tenant, cloud);
    for (const step of offered.global) {
      const before = tenant.calls.length;
      const foreseen = await methods[step].foresee({ user: GRAY, noted: [] });
      const isOffered = offered[cloud].includes(step);
      expect(foreseen).toMatchObject(
        isOffered
          ? { kind: 'foreseen' }
          : { failure: { kind: 'notEnabled', detail: { code: 'stepNotInCloud' } } },
      );
      expect(tenant.calls.length > before).toBe(isOffered);
    }
  });
});
