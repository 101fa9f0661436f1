import { describe, expect, it } from '@jest/globals';
import type { Directory } from '../../shared/ports/directory';
import type { UserReference } from '../../shared/core/user-reference';
import { referenceText } from '../../shared/core/user-reference';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, appOfTwins, members, resultOfBytes } from '../support/app';

/** A directory that does not know these users the first time, and notes whom it is asked for. */
function forgetful(directory: Directory, names: readonly string[]) {
  const asked: string[] = [];
  const find = (reference: UserReference): ReturnType<Directory['find']> => {
    const name = referenceText(reference);
    const isFirst = !asked.includes(name);
    asked.push(name);
    return isFirst && names.includes(name)
      ? Promise.resolve({ kind: 'notFound' })
      : directory.find(reference);
  };
  return { asked, directory: { ...directory, find } };
}

const avery = members[0]?.id;
const blake = members[1]?.id;

describe('a user whom the directory does not know', () => {
  it('is looked up once more after three seconds, when all others have been answered', async () => {
    const { dependencies, tenant, clock } = appOfTwins();
    const { directory, asked } = forgetful(dependencies.directory, ['avery@contoso.com']);
    const users = ['avery@contoso.com', 'blake@contoso.com'];
    const { published, retry } = await processMessage({ ...dependencies, directory }, aMessage({ users }));
    expect(retry).toBeUndefined();
    expect(published).toHaveLength(2);
    expect(tenant.revoked).toEqual([blake, avery]);
    expect(asked).toEqual([...users, 'avery@contoso.com']);
    expect(clock.slept).toEqual([3000]);
  });
  it.each([false, true])(
    'is not found after the second look, and no sooner (what-if: %s)',
    async (whatIf) => {
      const { dependencies, resultsTopic, clock } = appOfTwins();
      const { directory, asked } = forgetful(dependencies.directory, []);
      const message = aMessage({ user: 'nobody@contoso.com', whatIf });
      await processMessage({ ...dependencies, directory }, message);
      expect(resultsTopic.published).toHaveLength(1);
      expect(asked).toEqual(['nobody@contoso.com', 'nobody@contoso.com']);
      expect(clock.slept).toEqual([3000]);
    },
  );
  it('holds no lane meanwhile: so many unknown users wait for three seconds together', async () => {
    const { dependencies, clock } = appOfTwins();
    const users = Array.from({ length: 40 }, (_, n) => `nobody-${String(n)}@contoso.com`);
    const { published } = await processMessage(dependencies, aMessage({ users }));
    expect(published).toHaveLength(40);
    expect(clock.slept).toEqual([3000]);
  });
  it('waits once with the unknown users of all items of a batch', async () => {
    const { dependencies, clock } = appOfTwins();
    const items = Array.from({ length: 12 }, (_, n) => ({ user: `nobody-${String(n)}@contoso.com` }));
    const { published } = await processMessage(dependencies, aMessage(items));
    expect(published.map(({ outcome }) => outcome.status)).toEqual(items.map(() => 'userNotFound'));
    expect(clock.slept).toEqual([3000]);
  });
  it('is answered with the time of deletion where the directory returns one', async () => {
    const { dependencies, resultsTopic } = appOfTwins();
    const directory: Directory = {
      ...dependencies.directory,
      deletedAt: () => Promise.resolve('2026-11-20T09:30:00Z'),
    };
    await processMessage({ ...dependencies, directory }, aMessage({ user: 'gone@contoso.com' }));
    const [result] = resultsTopic.published.map(({ body }) => resultOfBytes(body));
    expect(result?.data).toMatchObject({
      status: 'userNotFound',
      detail: 'This user was deleted at 2026-11-20T09:30:00Z.',
    });
  });
});
