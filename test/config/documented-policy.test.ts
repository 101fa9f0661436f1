import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyJsonSchema } from '../../shared/config/policy-schema';
import { readPolicy } from '../../shared/config/read-policy';

const docs = join(__dirname, '../../docs');

describe('the documented policy', () => {
  it('ships the JSON Schema that the code generates', () => {
    const shipped = readFileSync(join(docs, 'schemas/revocation-policy.schema.json'), 'utf8');
    expect(JSON.parse(shipped)).toEqual(JSON.parse(JSON.stringify(policyJsonSchema())));
  });
  it('of the first deployment is valid, with protected users, approval and a brake', () => {
    const page = readFileSync(join(docs, 'production-approval.md'), 'utf8');
    const [, example = ''] = /^```json\n([^]*?)^```$/m.exec(page) ?? [];
    expect(readPolicy(example, [])).toMatchObject({
      kind: 'valid',
      value: {
        protected: { users: ['break-glass@contoso.com'], roles: [expect.any(String)] },
        confirmation: { severityBelow: 'high', approvers: ['lead@contoso.com'] },
        brake: { users: 25 },
      },
    });
  });
});

type Bounds = Readonly<Record<string, readonly [least: number, most: number]>>;

/** The bounds of numbers and lists by their paths, and of all texts together; of a key with two forms those of either. */
function boundsOf(schema: unknown, path = ''): Bounds {
  if (typeof schema !== 'object' || schema === null) return {};
  const { properties = {}, anyOf = [], items, ...own } = schema as Readonly<Record<string, unknown>>;
  const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const bound = (least: unknown, most: unknown, name = path): Bounds =>
    most === undefined ? {} : { [name]: [Number(least ?? 0), Number(most)] };
  return Object.assign(
    {},
    bound(own['minimum'], own['maximum']),
    bound(own['minItems'], own['maxItems']),
    bound(own['minLength'], own['maxLength'], 'text'),
    ...Object.entries(properties as object).map(([key, one]) => boundsOf(one, below(key))),
    ...(anyOf as readonly unknown[]).map((one) => boundsOf(one, path)),
    boundsOf(items, `${path}[]`),
  ) as Bounds;
}

/** The rows `keys | least | most` of the page's table of bounds. */
function documentedBounds(page: string): Bounds {
  const [, section = ''] = /^### Bounds$([^]*?)^##/m.exec(page) ?? [];
  return Object.fromEntries(
    [...section.matchAll(/^\|(.*)\|\s*(\d+)\s*\|\s*(\d+)/gm)].flatMap(([, keys = '', least, most]) =>
      (keys.includes('`') ? [...keys.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key) : ['text']).map(
        (key) => [key, [Number(least), Number(most)] as const],
      ),
    ),
  );
}

describe('the bounds of the policy', () => {
  const page = readFileSync(join(docs, 'settings.md'), 'utf8');
  it('are documented, each of them', () =>
    expect(documentedBounds(page)).toEqual(boundsOf(policyJsonSchema())));
  it.each([
    [{ brake: { users: 10_001, window: 'PT1H' } }, 'brake.users: must not be more than 10000'],
    [{ brake: { users: 1, window: 'PT1H', repeats: 101 } }, 'brake.repeats: must not be more than 100'],
    [
      { protected: { users: Array.from({ length: 501 }, (_, n) => `u${String(n)}@contoso.com`) } },
      'protected.users: must not have more than 500 entries',
    ],
    [
      { confirmation: { approvers: Array.from({ length: 501 }, () => 'lead@contoso.com') } },
      'confirmation.approvers: must not have more than 500 entries',
    ],
    [
      { protected: { users: [`${'u'.repeat(320)}@contoso.com`] } },
      'protected.users[0]: must not be longer than 320 characters',
    ],
    [
      { sources: [{ events: Array.from({ length: 101 }, () => 'e') }] },
      'sources[0].events: must not have more than 100 entries',
    ],
    [{ maxRequestAge: 'PT0S' }, 'maxRequestAge: must be longer than zero'],
  ])('are named by the problem that stops the start', (policy, problem) =>
    expect(readPolicy(JSON.stringify(policy), [])).toEqual({
      kind: 'invalid',
      problems: expect.arrayContaining([`REVOCATION_POLICY.${problem}`]),
    }),
  );
});
