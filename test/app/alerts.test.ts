import { describe, expect, it } from '@jest/globals';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import { alertFixtures } from '../fixtures/alerts/all';
import { changed } from '../fixtures/alerts/alert-fixture';
import { aMessage, members, resultOfBytes, shellOfTwins } from '../support/shell';

const avery = members[0]?.id ?? '';
const blake = members[1]?.id ?? '';
const account = (id: string) => ({ id, upn: '', sid: '', name: '', suffix: '', domain: '' });

function anAlert(...ids: string[]): unknown {
  return alertFixtures.find(({ format }) => format === 'sentinelIncidentTrigger')?.alert(ids.map(account));
}
const closed = (...ids: string[]): unknown =>
  changed(anAlert(...ids), { 'object/properties/status': 'Closed' });

function told({ results }: ReturnType<typeof shellOfTwins>) {
  return results.published.map(({ body }) => resultOfBytes(body));
}

describe('an alert', () => {
  it('has each user that it names signed out, and is told of in the outcomes', async () => {
    const side = shellOfTwins();
    await processMessage(side.dependencies, aMessage(anAlert(avery, blake)));
    expect([...side.tenant.revoked].sort()).toEqual([avery, blake]);
    const [first] = told(side);
    expect(first?.data).toMatchObject({
      status: 'signOutPending',
      requestId: 'message-1',
      alert: { provider: 'Microsoft Sentinel', id: 'i-1', title: 'Token theft', severity: 'High' },
    });
  });
  it('that comes again in another message is answered by duplicate', async () => {
    const side = shellOfTwins();
    await processMessage(side.dependencies, aMessage(anAlert(avery)));
    await processMessage(side.dependencies, aMessage(anAlert(avery), {}, { messageId: 'message-2' }));
    const [first, second] = told(side);
    expect(second?.data).toMatchObject({ status: 'duplicate', duplicateOf: first?.id });
    expect(side.tenant.revoked).toEqual([avery]);
  });
  it('that is closed is answered by nothingToDo with the reason, and nobody is looked up', async () => {
    const side = shellOfTwins();
    const directory = {
      ...side.dependencies.directory,
      find: () => {
        throw new Error('Somebody was looked up.');
      },
    };
    await processMessage({ ...side.dependencies, directory }, aMessage(closed(avery)));
    const [only, ...others] = told(side);
    expect(others).toEqual([]);
    expect(only?.data).toMatchObject({
      status: 'nothingToDo',
      alert: { id: 'i-1' },
      detail: 'Because object.properties.status = closed.',
    });
    expect(only?.data.user).toBeUndefined();
    expect(side.rejected.kept).toEqual([]);
  });
  it('that is closed is answered by the same bytes when it is delivered again', async () => {
    const side = shellOfTwins();
    await processMessage(side.dependencies, aMessage(closed(avery)));
    side.clock.advance(1000);
    await processMessage(side.dependencies, aMessage(closed(avery)));
    const [first, second] = side.results.published;
    expect(Buffer.from(second?.body ?? []).equals(Buffer.from(first?.body ?? []))).toBe(true);
  });
  it('that is closed and whose id was used by another is rejected', async () => {
    const side = shellOfTwins();
    await processMessage(side.dependencies, aMessage({ user: 'avery@contoso.com' }));
    await processMessage(side.dependencies, aMessage(closed(avery)));
    expect(told(side).map(({ subject }) => subject)).toEqual(['signOutPending', 'rejected']);
  });
  it('that the broker gave up on is answered all the same', async () => {
    const side = shellOfTwins();
    await processDeadLetter(
      side.dependencies,
      aMessage([anAlert(avery), closed(blake), { no: 'alert' }]),
      {},
    );
    expect(
      told(side)
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(['failed', 'nothingToDo', 'rejected']);
    expect(side.tenant.revoked).toEqual([]);
    expect(side.rejected.kept).toHaveLength(1);
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
  it('is answered item by item, each by outcomes of its own, and kept if one was not done', async () => {
    const side = shellOfTwins();
    await processMessage(side.dependencies, aMessage(batch));
    const results = told(side);
    expect(results.map(({ subject }) => subject).sort()).toEqual([
      'nothingToDo',
      'rejected',
      'rejected',
      'signOutPending',
      'userNotFound',
    ]);
    expect(new Set(results.map(({ id }) => id)).size).toBe(5);
    expect(side.tenant.revoked).toEqual([avery]);
    expect(side.rejected.kept).toHaveLength(1);
  });
  it('that is delivered again is answered by the same outcomes', async () => {
    const side = shellOfTwins();
    await processMessage(side.dependencies, aMessage(batch));
    await processMessage(side.dependencies, aMessage(batch));
    const ids = told(side).map(({ id }) => id);
    expect(ids.slice(5).sort()).toEqual(ids.slice(0, 5).sort());
    expect(side.tenant.revoked).toEqual([avery]);
  });
});
