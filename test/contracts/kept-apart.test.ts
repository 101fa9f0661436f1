import { expect, it } from '@jest/globals';
import { connect } from '../../functions/connect';
import { readAppConfig } from '../../shared/config/read-environment';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';

const alone = {
  TENANT_ID,
  ServiceBusConnection: 'Endpoint=sb://localhost/;SharedAccessKeyName=a;SharedAccessKey=b',
  LEDGER_STORAGE: 'memory',
};
const connected = {
  ...alone,
  TENANTS: JSON.stringify([{ tenantId: OTHER_TENANT_ID, sources: ['webhook:northwind'] }]),
  TENANT_APPLICATION_ID: '3d7b6a5c-1f2e-4d3c-8b9a-0c1d2e3f4a5b',
  AZURE_CLIENT_ID: '4e8c7b6d-2a3f-4e4d-9cab-1d2e3f4a5b6c',
};

/** Of many requests at once in a tenant that has not answered, how many the app begins. */
async function begunIn(tenantId: string, settings: Readonly<Record<string, string>>): Promise<number> {
  const config = readAppConfig(settings, __dirname);
  if (config.kind === 'invalid') throw new Error(config.problems.join());
  const { dependencies, close } = connect(config.value);
  let begun = 0;
  for (let n = 0; n < 100; n++)
    void dependencies.bulkhead(tenantId).then(({ kind }) => (begun += kind === 'admitted' ? 1 : 0));
  await close();
  return begun;
}

it.each([
  ['the home tenant has all of the process when it is alone', TENANT_ID, alone, 100],
  ['the home tenant is kept apart from the tenants that are connected', TENANT_ID, connected, 1],
  ['a connected tenant is kept apart', OTHER_TENANT_ID, connected, 1],
])('%s', async (_, tenantId, settings, expected) => {
  expect(await begunIn(tenantId, settings)).toBe(expected);
});
