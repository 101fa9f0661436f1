import { describe, expect, it } from '@jest/globals';
import { readAppConfig as readConfig } from '../../shared/config/read-environment';
import { TENANT_ID } from '../support/builders';

const ADMIN = 'https://contoso-admin.sharepoint.com';
const least = {
  ServiceBusConnection: 'Endpoint=sb://localhost;SharedAccessKeyName=a;SharedAccessKey=b',
  LEDGER_STORAGE: 'memory',
  TENANT_ID,
};

function read(settings: Readonly<Record<string, string>>, policy: object = {}) {
  const answer = readConfig({ ...least, ...settings, REVOCATION_POLICY: JSON.stringify(policy) }, __dirname);
  return answer.kind === 'valid' ? answer.value : answer.problems;
}

describe('the methods of every revocation', () => {
  it.each<[string, Readonly<Record<string, string>>, object, readonly string[]]>([
    ['are Graph alone where nothing else is configured', {}, {}, ['graph']],
    ['are all that are configured', { SHAREPOINT_ADMIN_URL: ADMIN }, {}, ['graph', 'sharePoint']],
    [
      'are those that policy names',
      { SHAREPOINT_ADMIN_URL: ADMIN },
      { methods: ['sharePoint'] },
      ['sharePoint'],
    ],
    ['may leave out what is configured', { SHAREPOINT_ADMIN_URL: ADMIN }, { methods: ['graph'] }, ['graph']],
  ])('%s', (_rule, settings, policy, methods) =>
    expect(read(settings, policy)).toMatchObject({ policy: { methods } }),
  );
  it.each<[string, Readonly<Record<string, string>>, object, string]>([
    [
      'one that is not configured',
      {},
      { methods: ['graph', 'sharePoint'] },
      'REVOCATION_POLICY.methods[1]: sharePoint is not configured: set SHAREPOINT_ADMIN_URL',
    ],
    ['none', {}, { methods: [] }, 'REVOCATION_POLICY.methods: must name at least one method'],
    ['something that is not a list', {}, { methods: 'graph' }, 'REVOCATION_POLICY.methods: must be a list'],
    ['one twice', {}, { methods: ['graph', 'graph'] }, 'REVOCATION_POLICY.methods: names a method twice'],
    [
      'one that there is not',
      {},
      { methods: ['sharepoint'] },
      'REVOCATION_POLICY.methods[0]: must be one of graph, sharePoint',
    ],
  ])('stop the start where they are %s', (_what, settings, policy, problem) =>
    expect(read(settings, policy)).toEqual([problem]),
  );
});

describe("the URL of SharePoint's admin host", () => {
  it.each([
    'http://contoso-admin.sharepoint.com',
    'https://contoso-admin.sharepoint.com/sites/a',
    'https://contoso-admin.sharepoint.com/?a=b',
    'https://user@contoso-admin.sharepoint.com',
    'contoso-admin.sharepoint.com',
  ])('is an https origin and nothing else, unlike %s', (url) =>
    expect(read({ SHAREPOINT_ADMIN_URL: url })).toEqual([
      'SHAREPOINT_ADMIN_URL: is not an https URL of a host (https://NAME-admin.SUFFIX)',
    ]),
  );
  it.each<[string, Readonly<Record<string, string>>, object]>([
    ['the identity of its own', { SHAREPOINT_CLIENT_ID: 'own', AZURE_CLIENT_ID: 'app' }, { clientId: 'own' }],
    ["or else the app's", { AZURE_CLIENT_ID: 'app' }, { clientId: 'app' }],
    ['or else the system-assigned one', {}, {}],
  ])('is called with %s', (_rule, settings, identity) =>
    expect(read({ ...settings, SHAREPOINT_ADMIN_URL: `${ADMIN}/` })).toMatchObject({
      sharePoint: { adminUrl: ADMIN, ...identity },
    }),
  );
});
