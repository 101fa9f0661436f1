import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectionsJsonSchema } from '../../shared/config/connection-schema';
import { readTenants } from '../../shared/config/read-tenants';
import { TENANT_ID } from '../support/builders';

const docs = join(__dirname, '../../docs');

describe('the documented connections', () => {
  it('ship the JSON Schema that the code generates', () => {
    const shipped = readFileSync(join(docs, 'schemas/tenants.schema.json'), 'utf8');
    expect(JSON.parse(shipped)).toEqual(JSON.parse(JSON.stringify(connectionsJsonSchema())));
  });
  it('of the example can be the setting TENANTS', () => {
    const [, example = ''] =
      /^```json\n([^]*?)^```$/m.exec(readFileSync(join(docs, 'tenants.md'), 'utf8')) ?? [];
    const settings = { TENANTS: example, TENANT_APPLICATION_ID: TENANT_ID, AZURE_CLIENT_ID: 'x', TENANT_ID };
    expect(readTenants(settings, undefined)).toMatchObject({
      kind: 'valid',
      value: { kind: 'listed', connections: [{ name: 'Northwind', sources: ['webhook:northwind'] }] },
    });
  });
});
