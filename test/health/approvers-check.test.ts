import { describe, expect, it } from '@jest/globals';
import { lookUpPerson } from '../../shared/app/look-up-person';
import { textDetail } from '../../shared/core/detail';
import type { CheckedApprovers } from '../../shared/health/approvers-check';
import { approversCheck } from '../../shared/health/approvers-check';
import type { LookUpPerson } from '../../shared/health/approvers-check';
import type { Person } from '../../shared/core/person';
import type { PeopleLeft } from '../../shared/ports/telemetry';
import { TENANT_ID } from '../support/builders';
import { appOfTwins, members } from '../support/app';

const { directory } = appOfTwins().dependencies;
const inDirectory: LookUpPerson = (name) =>
  lookUpPerson({ directory, policy: { tenantId: TENANT_ID } }, name);

const check = (approvers: readonly string[], lookUp: LookUpPerson, more: Partial<CheckedApprovers> = {}) =>
  approversCheck({ approvers, lookUp, needed: 1, ...more }).run();

describe('the health check of approvers', () => {
  it.each([
    ['one of them', ['nobody@contoso.com', 'avery@contoso.com']],
    ['all of them', ['avery@contoso.com']],
  ])('is in order when the directory knows %s', async (_how, approvers) =>
    expect(await check(approvers, inDirectory)).toMatchObject({ status: 'ok' }),
  );
  it('warns that nobody can approve when the directory knows none of them, and names none', async () => {
    const result = await check(['nobody@contoso.com', 'soc team'], inDirectory);
    expect(result).toMatchObject({
      status: 'warning',
      detail: 'Nobody can approve: the directory knows none of the approvers whom policy names.',
    });
    expect(JSON.stringify(result)).not.toContain('@');
  });
  it('does not say so while the directory does not answer for one of them', async () => {
    const failure = { kind: 'unavailable', detail: textDetail('503') } as const;
    const result = await check(['a@contoso.com'], () => Promise.resolve({ kind: 'later', failure }));
    expect(result).toMatchObject({ status: 'warning', detail: expect.not.stringContaining('Nobody') });
  });
  it('looks up so many at most, and does not judge by them alone', async () => {
    let asked = 0;
    const names = Array.from({ length: 500 }, (_, n) => `x${String(n)}@contoso.com`);
    const result = await check(names, () => {
      asked++;
      return Promise.resolve({ kind: 'nobody', detail: '' });
    });
    expect(asked).toBe(20);
    expect(result.detail).not.toContain('Nobody');
  });
});

describe('too few people who can approve', () => {
  const names = (...people: string[]) => people.map((name) => `${name}@contoso.com`);
  const idOf = (name: string): string =>
    members.find(({ userPrincipalName }) => userPrincipalName === `${name}@contoso.com`)?.id ?? '';
  const suspect = (name: string) => [{ tenantId: TENANT_ID, id: idOf(name) }];
  it.each<[string, readonly string[], readonly Person[], PeopleLeft | undefined]>([
    ['enough of them', names('lead', 'other', 'soc'), [], undefined],
    ['one who is named twice', [...names('lead'), idOf('lead')], [], { left: 1, needed: 2 }],
    ['one beside somebody who has left', names('lead', 'nobody'), [], { left: 1, needed: 2 }],
    [
      'one beside somebody who may be compromised',
      names('lead', 'other'),
      suspect('other'),
      { left: 1, needed: 2 },
    ],
    ['enough beside one who may be compromised', names('lead', 'other', 'soc'), suspect('soc'), undefined],
    ['nobody', names('nobody'), [], { left: 0, needed: 2 }],
  ])('are reported with their number: %s', async (_who, approvers, suspects, reported) => {
    const reports: PeopleLeft[] = [];
    const result = await check(approvers, inDirectory, {
      needed: 2,
      suspects: () => Promise.resolve(suspects),
      onTooFew: (people) => void reports.push(people),
    });
    expect(reports).toEqual(reported ? [reported] : []);
    expect(result.status).toBe(reported ? 'warning' : 'ok');
    expect(JSON.stringify(result)).not.toContain('@');
  });
  it('do not count an account that is disabled', async () => {
    const lookUp: LookUpPerson = async (name) => {
      const named = await inDirectory(name);
      const isOther = name.startsWith('other');
      return named.kind === 'person' && isOther ? { ...named, isDisabled: true } : named;
    };
    const reports: PeopleLeft[] = [];
    await check(names('lead', 'other'), lookUp, {
      needed: 2,
      onTooFew: (people) => void reports.push(people),
    });
    expect(reports).toEqual([{ left: 1, needed: 2 }]);
  });
  it('are not reported while the directory does not answer for one of them', async () => {
    const failure = { kind: 'unavailable', detail: textDetail('503') } as const;
    const lookUp: LookUpPerson = (name) =>
      name === 'later' ? Promise.resolve({ kind: 'later', failure }) : inDirectory(name);
    const reports: PeopleLeft[] = [];
    const result = await check([...names('lead'), 'later'], lookUp, {
      needed: 2,
      onTooFew: (people) => void reports.push(people),
    });
    expect([reports, result.detail]).toEqual([[], 'Of the approvers whom policy names 1 was found so far.']);
  });
});
