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
