import { describe, expect, it } from '@jest/globals';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import { outcomeId } from '../../shared/core/ids';
import { alertFixtures } from '../fixtures/alerts/all';
import { changed } from '../fixtures/alerts/alert-fixture';
import { aDeadLetter, aMessage, appOfTwins, members, resultOfBytes } from '../support/app';
import { OTHER_TENANT_ID, TENANT_ID, aPolicy } from '../support/builders';

const avery = members[0]?.id ?? '';
const blake = members[1]?.id ?? '';
const account = (id: string) => ({ id, upn: '', sid: '', name: '', suffix: '', domain: '' });

function anAlert(...ids: string[]): unknown {
  return alertFixtures.find(({ format }) => format === 'sentinelIncidentTrigger')?.alert(ids.map(account));
}
const closed = (...ids: string[]): unknown =>
  changed(anAlert(...ids), { 'object/properties/status': 'Closed' });

function resultsOf({ resultsTopic }: ReturnType<typeof appOfTwins>) {
  return resultsTopic.published.map(({ body }) => resultOfBytes(body));
}

const FOREIGN = 'c3a9d7e2-5b41-4f60-8e1d-77aa66bb55cc';
const accountOf = (id: string, upn: string) => ({ ...account(id), upn });
const anAlertAbout = (...names: ReturnType<typeof accountOf>[]): unknown =>
  alertFixtures.find(({ format }) => format === 'graphAlert')?.alert(names);

describe('an alert that names one account in several ways', () => {
  it('signs the user out whom one of the names leads to; the first names the outcome, as it always did', async () => {
    const app = appOfTwins();
    await processMessage(app.dependencies, aMessage(anAlertAbout(accountOf(FOREIGN, 'avery@contoso.com'))));
    expect(app.tenant.revoked).toEqual([avery]);
    const [result] = resultsOf(app);
    const reference = { kind: 'id', id: FOREIGN } as const;
    expect(result?.id).toBe(outcomeId({ tenantId: TENANT_ID, requestId: 'message-1' }, reference));
    expect(result?.data.user).toMatchObject({ id: avery });
  });
  it('signs nobody out when the names lead to two users', async () => {
    const app = appOfTwins();
    await processMessage(app.dependencies, aMessage(anAlertAbout(accountOf(blake, 'avery@contoso.com'))));
    expect(app.tenant.revoked).toEqual([]);
    expect(resultsOf(app)[0]?.data).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('(blake@contoso.com) and avery@contoso.com.'),
    });
  });
  it('signs the user out whom a person has approved, although another name led to them', async () => {
    const policy = { confirmation: { ...aPolicy().confirmation, always: true } };
    const app = appOfTwins(policy);
    await processMessage(app.dependencies, aMessage(anAlertAbout(accountOf(FOREIGN, 'avery@contoso.com'))));
    const confirmation = resultsOf(app)[0]?.data.confirmation?.id;
    const decision = { confirmation, decision: 'approve', by: 'lead@contoso.com' };
    await processMessage(app.dependencies, aMessage(decision, {}, { messageId: 'message-2' }));
    expect(app.tenant.revoked).toEqual([avery]);
  });
});

describe('an alert', () => {
  it('signs out each user that it names, and each outcome has the alert', async () => {
    const app = appOfTwins();
    await processMessage(app.dependencies, aMessage(anAlert(avery, blake)));
    expect([...app.tenant.revoked].sort()).toEqual([avery, blake]);
    const [first] = resultsOf(app);
    expect(first?.data).toMatchObject({
      status: 'signOutPending',
      requestId: 'message-1',
      alert: { provider: 'Microsoft Sentinel', id: 'i-1', title: 'Token theft', severity: 'High' },
    });
  });
  it('of another tenant is rejected for each of its users, and nobody is signed out', async () => {
    const app = appOfTwins();
    const of = (tenantId: string): unknown =>
      changed(alertFixtures.find(({ format }) => format === 'graphAlert')?.alert([account(avery)]), {
        tenantId,
      });
    await processMessage(app.dependencies, aMessage(of(OTHER_TENANT_ID)));
    const [only] = resultsOf(app);
    expect(only?.data.status).toBe('rejected');
    expect(only?.data.detail).toContain(`for tenant ${OTHER_TENANT_ID}`);
    expect(app.tenant.revoked).toEqual([]);
    await processMessage(app.dependencies, aMessage(of(TENANT_ID), {}, { messageId: 'message-2' }));
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it('that is sent again in another message is answered by duplicate', async () => {
    const app = appOfTwins();
    await processMessage(app.dependencies, aMessage(anAlert(avery)));
    await processMessage(app.dependencies, aMessage(anAlert(avery), {}, { messageId: 'message-2' }));
    const [first, second] = resultsOf(app);
    expect(second?.data).toMatchObject({ status: 'duplicate', duplicateOf: first?.id });
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it('that is closed is answered by nothingToDo with the reason, and nobody is looked up', async () => {
    const app = appOfTwins();
    const directory = {
      ...app.dependencies.directory,
      find: () => {
        throw new Error('A user was looked up.');
      },
    };
    await processMessage({ ...app.dependencies, directory }, aMessage(closed(avery)));
    const [only, ...others] = resultsOf(app);
    expect(others).toEqual([]);
    expect(only?.data).toMatchObject({
      status: 'nothingToDo',
      alert: { id: 'i-1' },
      detail: 'The format ignores alerts that meet this condition: object.properties.status = closed.',
    });
    expect(only?.data.user).toBeUndefined();
    expect(app.quarantine.kept).toEqual([]);
  });
  it('that is closed is answered by the same bytes when it is delivered again', async () => {
    const app = appOfTwins();
    await processMessage(app.dependencies, aMessage(closed(avery)));
    app.clock.advance(1000);
    await processMessage(app.dependencies, aMessage(closed(avery)));
    const [first, second] = app.resultsTopic.published;
    expect(Buffer.from(second?.body ?? []).equals(Buffer.from(first?.body ?? []))).toBe(true);
  });
  it('that is closed and has the id of another request is rejected', async () => {
    const app = appOfTwins();
    await processMessage(app.dependencies, aMessage({ user: 'avery@contoso.com' }));
    await processMessage(app.dependencies, aMessage(closed(avery)));
    expect(resultsOf(app).map(({ subject }) => subject)).toEqual(['signOutPending', 'rejected']);
  });
  it('that the broker moved to its dead-letter queue is answered as well', async () => {
    const app = appOfTwins();
    await processDeadLetter(app.dependencies, aDeadLetter([anAlert(avery), closed(blake), { no: 'alert' }]));
    expect(
      resultsOf(app)
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(['failed', 'nothingToDo', 'rejected']);
    expect(app.tenant.revoked).toEqual([]);
    expect(app.quarantine.kept).toHaveLength(1);
  });
});

describe('a batch', () => {
  const batch = [
    anAlert(avery),
    { user: 'nobody@contoso.com' },
    closed(blake),
    { no: 'alert' },
    { no: 'alert' },
  ];
  it('is answered item by item, each by outcomes of its own, and kept if one item was not carried out', async () => {
    const app = appOfTwins();
    await processMessage(app.dependencies, aMessage(batch));
    const results = resultsOf(app);
    expect(results.map(({ subject }) => subject).sort()).toEqual([
      'nothingToDo',
      'rejected',
      'rejected',
      'signOutPending',
      'userNotFound',
    ]);
    expect(new Set(results.map(({ id }) => id)).size).toBe(5);
    expect(app.tenant.revoked).toEqual([avery]);
    expect(app.quarantine.kept).toHaveLength(1);
  });
  it('has an outcome for each item with the id of another request', async () => {
    const app = appOfTwins();
    for (const id of ['message-1.0', 'message-1.1']) {
      await processMessage(app.dependencies, aMessage({ id, user: 'nobody@contoso.com' }));
    }
    await processMessage(app.dependencies, aMessage([closed(avery), closed(blake)]));
    const rejections = resultsOf(app).slice(2);
    expect(rejections.map(({ data }) => `${data.status} ${data.requestId}`).sort()).toEqual([
      'rejected message-1.0',
      'rejected message-1.1',
    ]);
    expect(new Set(rejections.map(({ id }) => id)).size).toBe(2);
  });
  it('that is delivered again is answered by the same outcomes', async () => {
    const app = appOfTwins();
    await processMessage(app.dependencies, aMessage(batch));
    await processMessage(app.dependencies, aMessage(batch));
    const ids = resultsOf(app).map(({ id }) => id);
    expect(ids.slice(5).sort()).toEqual(ids.slice(0, 5).sort());
    expect(app.tenant.revoked).toEqual([avery]);
  });
});
