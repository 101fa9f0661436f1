import { describe, expect, it } from '@jest/globals';
import type { Policy } from '../../shared/core/policy';
import { textDetail } from '../../shared/core/detail';
import type { BackendFailureKind } from '../../shared/core/backend-failure';
import { processMessage } from '../../shared/app/process-message';
import type { TenantUser } from '../twins/in-memory-tenant';
import { aMessage, copyOf } from '../support/app';
import { aPolicy } from '../support/builders';
import { approve, confirmationOf, conversationWithTwins } from '../support/conversation-with-twins';
import { withUsers } from '../support/other-tenant';

/** A user with a name of every kind. */
const zoe = {
  id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9d01',
  userPrincipalName: 'zoë@contoso.com',
  sid: 'S-1-5-21-1-2-3-99',
  samAccountName: 'zoe',
  domain: 'contoso.com',
  addresses: ['zoe.mueller@contoso.com'],
};
const names: readonly (readonly [string, string])[] = [
  ['the user principal name', 'zoë@contoso.com'],
  ['another case', 'ZOË@Contoso.com'],
  ['the decomposed spelling', 'zoë@contoso.com'.normalize('NFD')],
  ['characters of full width', 'ｚｏë@contoso.com'],
  ['an address', 'zoe.mueller@contoso.com'],
  ['the object id', zoe.id.toUpperCase()],
  ['the SID', 's-1-5-21-1-2-3-99'],
  ['the name in the domain', 'CONTOSO\\zoe'],
  ['a login name of SharePoint', 'i:0#.f|membership|zoë@contoso.com'],
];
const lead = { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9d02', userPrincipalName: 'lead@contoso.com' };
const avery = { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01', userPrincipalName: 'avery@contoso.com' };
const twins = [1, 2].map((n) => ({
  id: `0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9d1${String(n)}`,
  userPrincipalName: `twin${String(n)}@contoso.com`,
  addresses: ['twins@contoso.com'],
}));
const users: readonly TenantUser[] = [zoe, lead, avery, ...twins];

/** What becomes of an approval by this name, of a request by that one. */
async function decided(
  by: string,
  { user = 'avery@contoso.com', requestedBy, approvers }: Readonly<Partial<Record<string, string>>> = {},
) {
  const confirmation: Policy['confirmation'] = {
    ...aPolicy().confirmation,
    ...(approvers !== undefined && { approvers: [approvers.toLowerCase()] }),
  };
  const app = conversationWithTwins({ confirmation });
  const later = withUsers(app, users);
  await later.send({ id: 'request-1', user, confirm: true, ...(requestedBy && { requestedBy }) });
  await later.send(approve(app.last()?.confirmation?.id ?? '', by));
  return { status: app.last()?.status, detail: app.last()?.detail, revoked: later.tenant.revoked };
}

describe('nobody decides on their own request or sign-out, whatever they are called', () => {
  it.each(names)('as the approver: by %s', async (_how, by) => {
    expect(await decided(by, { requestedBy: 'zoë@contoso.com' })).toMatchObject({
      status: 'rejected',
      detail: 'by: the requester cannot decide on the request',
      revoked: [],
    });
    expect(await decided(by, { user: zoe.id })).toMatchObject({
      status: 'rejected',
      detail: 'by: the user concerned cannot decide on the request',
      revoked: [],
    });
    expect(await decided(by)).toMatchObject({ status: 'signOutPending', revoked: [avery.id] });
  });
  it.each(names)('as the requester: by %s', async (_how, requestedBy) => {
    expect(await decided(zoe.id, { requestedBy })).toMatchObject({ status: 'rejected', revoked: [] });
    expect(await decided(lead.userPrincipalName, { requestedBy })).toMatchObject({
      status: 'signOutPending',
    });
  });
  it.each([
    ['compatible characters and case', 'Ｌead@Contoso.com', 'lead@contoso.com'],
    ['invisible characters', 'le\u{200b}ad@contoso.com', 'lead@contoso.com'],
    ['the object id, written by hand', ` ${lead.id.toUpperCase()}`, 'lead@contoso.com'],
  ])('as a requester whom no directory knows: %s', async (_how, requestedBy, by) => {
    expect(await decided(by, { requestedBy })).toMatchObject({
      status: 'rejected',
      detail: 'by: the requester cannot decide on the request',
    });
  });
  it('and a requester who is no user of the tenant keeps nobody else from deciding', async () =>
    expect(await decided('lead@contoso.com', { requestedBy: 'SOC playbook' })).toMatchObject({
      status: 'signOutPending',
    }));
});

describe('an approver who is no person of the directory is refused', () => {
  it.each([
    ['nobody has the name', 'nobody@contoso.com', 'leads to no user of this tenant'],
    ['it is the name of a playbook', 'SOC playbook', 'leads to no user of this tenant'],
    ['several users have the name', 'twins@contoso.com', 'may lead to several users'],
  ])('because %s', async (_why, by, reason) =>
    expect(await decided(by)).toEqual({
      status: 'rejected',
      detail: expect.stringContaining(`by: ${reason}`),
      revoked: [],
    }),
  );
  it('because it is an application', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, { user: 'avery@contoso.com', confirm: true });
    await app.send(approve(confirmation, '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5a01'));
    expect(app.last()).toMatchObject({
      status: 'rejected',
      detail: 'by: is a servicePrincipal: only a person can decide',
    });
  });
});

describe('the approvers of policy are persons', () => {
  it.each(names)('whatever an approver is called: %s', async (_how, by) => {
    for (const approvers of [zoe.id, zoe.userPrincipalName, 'zoe.mueller@contoso.com']) {
      expect(await decided(by, { approvers })).toMatchObject({ status: 'signOutPending' });
    }
    expect(await decided(by, { approvers: 'lead@contoso.com' })).toMatchObject({ status: 'rejected' });
  });
});

describe('while the directory is silent, nothing is decided', () => {
  const failing = (kind: BackendFailureKind) =>
    ({ kind: 'lookupFailed', failure: { kind, detail: textDetail('Away.'), retryAfterMs: 60_000 } }) as const;
  it.each([
    ['about the approver', 'lead', {}],
    ['about the requester', 'soc', {}],
    ['about an approver whom policy names', 'x', { approvers: ['x@contoso.com'] }],
  ])('%s: the decision waits, and counts afterwards', async (_whom, silentAbout, confirmation) => {
    const app = conversationWithTwins({ confirmation: { ...aPolicy().confirmation, ...confirmation } });
    const id = await confirmationOf(app, {
      user: 'avery@contoso.com',
      confirm: true,
      requestedBy: 'soc@contoso.com',
    });
    const { directory } = app.dependencies;
    const find: typeof directory.find = (reference) =>
      reference.kind === 'userPrincipalName' && reference.userPrincipalName.startsWith(silentAbout)
        ? Promise.resolve(failing('throttled'))
        : directory.find(reference);
    const before = app.published().length;
    const silent = { ...app.dependencies, directory: { ...directory, find } };
    const { retry } = await processMessage(silent, aMessage(approve(id)));
    expect(retry).toEqual({ kind: 'retry', at: new Date('2026-11-23T10:01:00.000Z'), reason: 'throttled' });
    expect(app.published()).toHaveLength(before);
    expect((await app.dependencies.ledger.approvals.find(id))?.decision).toBeUndefined();
    const [copy] = app.requestQueue.scheduled;
    if (copy) await processMessage(app.dependencies, copyOf(copy));
    expect(app.last()?.status).toBe(silentAbout === 'x' ? 'rejected' : 'signOutPending');
  });
  it('for longer than a request may wait, too', async () => {
    const app = conversationWithTwins();
    const id = await confirmationOf(app, { user: 'avery@contoso.com', confirm: true });
    const find = () => Promise.resolve(failing('unavailable'));
    const silent = { ...app.dependencies, directory: { ...app.dependencies.directory, find } };
    const message = aMessage(approve(id));
    app.clock.advance(11 * 3_600_000);
    const history = { ...message.history, attempts: 200 };
    const { retry, published } = await processMessage(silent, { ...message, history });
    expect([published, retry?.reason]).toEqual([[], 'backendUnavailable']);
  });
  it('and a failure that does not pass refuses the decision', async () => {
    const app = conversationWithTwins();
    const id = await confirmationOf(app, { user: 'avery@contoso.com', confirm: true });
    const find = () => Promise.resolve(failing('forbidden'));
    const silent = { ...app.dependencies, directory: { ...app.dependencies.directory, find } };
    await processMessage(silent, aMessage(approve(id)));
    expect(app.last()).toMatchObject({ status: 'rejected', detail: 'by: could not be looked up: Away.' });
  });
});
