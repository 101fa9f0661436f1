import { describe, expect, it } from '@jest/globals';
import { textDetail } from '../../shared/core/detail';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, copyOf, members } from '../support/app';
import { aPolicy } from '../support/builders';
import {
  approve,
  confirmationOf,
  confirmedRequest as request,
  conversationWithTwins,
} from '../support/conversation-with-twins';
import { withUsers } from '../support/other-tenant';

const avery = members[0]?.id ?? '';
const others = members.filter(({ id }) => id !== avery);
const newcomer = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9c01';
const recreated = { id: newcomer, userPrincipalName: 'avery@contoso.com' };

describe('an approval is carried out for the user who was shown, and for nobody else', () => {
  it.each([
    ['the user was deleted, and another one created under the same name', [recreated, ...others]],
    [
      'the user was renamed, and the name given to somebody else',
      [{ id: avery, userPrincipalName: 'avery.old@contoso.com' }, recreated, ...others],
    ],
    [
      'the user was deleted, and the name is an address of somebody else',
      [{ id: newcomer, userPrincipalName: 'new@contoso.com', addresses: ['avery@contoso.com'] }, ...others],
    ],
  ])('when %s, approval is requested again, with the other user shown', async (_how, users) => {
    const app = conversationWithTwins();
    const first = await confirmationOf(app, request);
    const later = withUsers(app, users);
    await later.send(approve(first));
    expect(later.tenant.revoked).toEqual([]);
    expect(app.last()).toMatchObject({
      status: 'awaitingConfirmation',
      requestId: 'request-1',
      detail: expect.stringContaining(avery),
      user: { id: newcomer },
      confirmation: { expiresAt: expect.any(String) },
    });
    const second = app.last()?.confirmation?.id ?? '';
    expect(second).not.toBe(first);
    await later.send(approve(second));
    expect(later.tenant.revoked).toEqual([newcomer]);
    expect(app.last()).toMatchObject({ status: 'signOutPending', confirmation: { id: second } });
  });
  it('when the other user is shown, the first approval counts no more, however often it is delivered', async () => {
    const app = conversationWithTwins();
    const first = await confirmationOf(app, request);
    const later = withUsers(app, [recreated, ...others]);
    const message = aMessage(approve(first));
    for (let n = 0; n < 3; n++) await processMessage(later.dependencies, message);
    // Even if the first user is back.
    await processMessage(app.dependencies, message);
    await app.send(approve(first));
    expect([...later.tenant.revoked, ...app.tenant.revoked]).toEqual([]);
    expect(new Set(app.published().map(({ id }) => id)).size).toBe(3);
  });
  it('a try that was interrupted after it requested approval again waits for that approval, whatever policy says by now', async () => {
    const app = conversationWithTwins({ brake: { users: 0, windowMs: 1000, repeats: 3 } });
    const first = await confirmationOf(app, { ...request, confirm: false });
    const { brake: _brake, ...policy } = app.dependencies.policy;
    const { dependencies } = withUsers(app, [recreated, ...others]);
    const record = () => Promise.reject(new Error('crash'));
    const outcomes = { ...dependencies.ledger.outcomes, record };
    const crashing = { ...dependencies, ledger: { ...dependencies.ledger, outcomes } };
    await expect(processMessage(crashing, aMessage(approve(first)))).rejects.toThrow('crash');
    app.clock.advance(20_000);
    await processMessage({ ...app.dependencies, policy }, aMessage(approve(first)));
    expect(app.tenant.revoked).toEqual([]);
    expect(app.last()).toMatchObject({ status: 'awaitingConfirmation', user: { id: newcomer } });
  });
  it('a user who was renamed since is signed out: the object id is the one that was shown', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const later = withUsers(app, [{ id: avery, userPrincipalName: 'avery.old@contoso.com' }, ...others]);
    await later.send(approve(confirmation));
    expect(later.tenant.revoked).toEqual([avery]);
  });
  it('a user who was deleted since is reported as not found', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const later = withUsers(app, others);
    await later.send(approve(confirmation));
    expect(app.last()).toMatchObject({ status: 'userNotFound', confirmation: { id: confirmation } });
  });
  it('another user who cannot be signed out is not shown for approval, and reported as such', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const { dependencies } = withUsers(app, [{ ...recreated, externalUserState: 'Accepted' }, ...others]);
    await processMessage(dependencies, aMessage(approve(confirmation)));
    expect(app.last()?.status).toBe('notApplicable');
  });
  it('while the directory is silent, the approval waits', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const failure = { kind: 'unavailable', detail: textDetail('Away.') } as const;
    const { directory } = app.dependencies;
    const silent = {
      ...directory,
      find: (...[reference]: Parameters<typeof directory.find>) =>
        reference.kind === 'userPrincipalName' && reference.userPrincipalName.startsWith('avery')
          ? Promise.resolve({ kind: 'lookupFailed', failure } as const)
          : directory.find(reference),
    };
    const { retry } = await processMessage(
      { ...app.dependencies, directory: silent, policy: aPolicy() },
      aMessage(approve(confirmation)),
    );
    expect(retry).toMatchObject({ reason: 'backendUnavailable' });
    const [copy] = app.requestQueue.scheduled;
    if (copy) await processMessage(app.dependencies, copyOf(copy));
    expect(app.tenant.revoked).toEqual([avery]);
  });
});
