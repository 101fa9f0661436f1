import { describe, expect, it } from '@jest/globals';
import { lookUpPerson } from '../../shared/app/look-up-person';
import { textDetail } from '../../shared/core/detail';
import { approversCheck } from '../../shared/health/approvers-check';
import type { LookUpPerson } from '../../shared/health/approvers-check';
import { TENANT_ID } from '../support/builders';
import { appOfTwins } from '../support/app';

const { directory } = appOfTwins().dependencies;
const inDirectory: LookUpPerson = (name) =>
  lookUpPerson({ directory, policy: { tenantId: TENANT_ID } }, name);

describe('the health check of approvers', () => {
  it.each([
    ['one of them', ['nobody@contoso.com', 'avery@contoso.com']],
    ['all of them', ['avery@contoso.com']],
  ])('is in order when the directory knows %s', async (_how, approvers) =>
    expect(await approversCheck(approvers, inDirectory).run()).toMatchObject({ status: 'ok' }),
  );
  it('warns that nobody can approve when the directory knows none of them, and names none', async () => {
    const result = await approversCheck(['nobody@contoso.com', 'soc team'], inDirectory).run();
    expect(result).toMatchObject({
      status: 'warning',
      detail: 'Nobody can approve: the directory knows none of the approvers whom policy names.',
    });
    expect(JSON.stringify(result)).not.toContain('@');
  });
  it('does not say so while the directory does not answer for one of them', async () => {
    const failure = { kind: 'unavailable', detail: textDetail('503') } as const;
    const result = await approversCheck(['a@contoso.com'], () =>
      Promise.resolve({ kind: 'later', failure }),
    ).run();
    expect(result).toMatchObject({ status: 'warning', detail: expect.not.stringContaining('Nobody') });
  });
  it('looks up so many at most, and does not judge by them alone', async () => {
    let asked = 0;
    const names = Array.from({ length: 500 }, (_, n) => `x${String(n)}@contoso.com`);
    const result = await approversCheck(names, () => {
      asked++;
      return Promise.resolve({ kind: 'nobody', detail: '' });
    }).run();
    expect(asked).toBe(20);
    expect(result.detail).not.toContain('Nobody');
  });
});
