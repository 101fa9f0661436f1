import { describe, expect, it } from '@jest/globals';
import { armModule, armResources, templateText } from '../support/arm-template';
import { armValue } from '../support/arm-expression';
import { repositoryFiles } from '../support/repository';

const ids = { serviceBusId: 'sb', storageId: 'st', vaultId: 'kv' };

/** The suffixes of `environment()` ("Deployment functions for ARM templates"), and the zones ("Private DNS zone values"). */
const clouds = [
  {
    cloud: 'AzureCloud',
    suffixes: { storage: 'core.windows.net', keyvaultDns: '.vault.azure.net' },
    serviceBus: 'servicebus.windows.net',
    vault: 'privatelink.vaultcore.azure.net',
  },
  {
    cloud: 'AzureUSGovernment',
    suffixes: { storage: 'core.usgovcloudapi.net', keyvaultDns: '.vault.usgovcloudapi.net' },
    serviceBus: 'servicebus.usgovcloudapi.net',
    vault: 'privatelink.vaultcore.usgovcloudapi.net',
  },
  {
    cloud: 'AzureChinaCloud',
    suffixes: { storage: 'core.chinacloudapi.cn', keyvaultDns: '.vault.azure.cn' },
    serviceBus: 'servicebus.chinacloudapi.cn',
    vault: 'privatelink.vaultcore.azure.cn',
  },
];

interface Endpoint {
  readonly name: string;
  readonly target: string;
  readonly part: string;
  readonly zone: string;
}

function endpoints(parameters: object, suffixes: object): readonly Endpoint[] {
  const { variables } = armModule('network');
  const scope = { parameters: { ...parameters }, environment: { suffixes } };
  return armValue(String(variables['endpoints']), scope) as readonly Endpoint[];
}

describe('private endpoints', () => {
  it.each(clouds)('have the zones of $cloud', ({ suffixes, serviceBus, vault }) => {
    const found = endpoints({ ...ids, serviceBusHostName: `sb-x.${serviceBus}` }, suffixes);
    expect(Object.fromEntries(found.map(({ name, zone }) => [name, zone]))).toEqual({
      servicebus: `privatelink.${serviceBus}`,
      blob: `privatelink.blob.${suffixes.storage}`,
      table: `privatelink.table.${suffixes.storage}`,
      vault,
    });
  });
  it('are those of each resource, and none of a vault that is not deployed', () => {
    const [{ suffixes } = { suffixes: {} }] = clouds;
    const all = endpoints({ ...ids, serviceBusHostName: 'sb-x.y.z' }, suffixes);
    expect(all.map(({ target, part }) => [target, part])).toEqual([
      ['sb', 'namespace'],
      ['st', 'blob'],
      ['st', 'table'],
      ['kv', 'vault'],
    ]);
    expect(endpoints({ ...ids, vaultId: '', serviceBusHostName: 'sb-x.y.z' }, suffixes)).toHaveLength(3);
  });
  it('have all a zone, its link and its record', () => {
    const { resources } = armModule('network');
    const perEndpoint = resources.filter((resource) => 'copy' in resource);
    expect(perEndpoint.map(({ type }) => type.replace(/^Microsoft\.Network\//, '')).sort()).toEqual([
      'privateDnsZones',
      'privateDnsZones/virtualNetworkLinks',
      'privateEndpoints',
      'privateEndpoints/privateDnsZoneGroups',
    ]);
    for (const resource of perEndpoint) {
      expect(resource).toMatchObject({ copy: { count: "[length(variables('endpoints'))]" } });
    }
  });
});

describe('with private networking', () => {
  const chosen = (expression: unknown, privateNetworking: boolean): unknown =>
    armValue(String(expression), { parameters: { privateNetworking } });
  const only = (type: string) => {
    const [resource, ...others] = armResources(type);
    if (!resource || others.length > 0) throw new Error(`There is not just one ${type}.`);
    return resource;
  };
  it('Service Bus is Premium from the start, without it Standard', () => {
    const { sku } = only('Microsoft.ServiceBus/namespaces');
    expect(chosen(sku, true)).toMatchObject({ name: 'Premium', tier: 'Premium' });
    expect(chosen(sku, false)).toMatchObject({ name: 'Standard', tier: 'Standard' });
  });
  it.each([
    ['Microsoft.ServiceBus/namespaces'],
    ['Microsoft.Storage/storageAccounts'],
    ['Microsoft.KeyVault/vaults'],
  ])('%s is closed to the public', (type) => {
    const access = only(type).properties?.['publicNetworkAccess'];
    expect([chosen(access, true), chosen(access, false)]).toEqual(['Disabled', 'Enabled']);
  });
  it.each([['Microsoft.Storage/storageAccounts'], ['Microsoft.KeyVault/vaults']])(
    '%s lets nobody in by a rule, nor as a service of Azure',
    (type) => {
      const { properties = {} } = only(type);
      const { defaultAction, bypass } = properties['networkAcls'] as Readonly<Record<string, unknown>>;
      expect([chosen(defaultAction, true), chosen(defaultAction, false), bypass]).toEqual([
        'Deny',
        'Allow',
        'None',
      ]);
    },
  );
  it('the subnet of the app is that of Flex Consumption', () =>
    expect(JSON.stringify(only('Microsoft.Network/virtualNetworks').properties)).toContain(
      '"serviceName":"Microsoft.App/environments"',
    ));
});

describe('the templates', () => {
  /** A host of one cloud: in another one it does not exist. */
  const ONE_CLOUD =
    /windows\.net|azure\.net|azure\.cn|usgovcloudapi|chinacloudapi|azurewebsites|core\.windows/i;
  /** What tokens for Service Bus are for, in every cloud. */
  const AUDIENCE_OF_SERVICE_BUS = "'https://servicebus.azure.net'";
  it('name no host of one cloud', () => {
    const bicep = repositoryFiles().filter(({ path }) => /^infra\/.*\.bicep$/.test(path));
    expect(bicep.length).toBeGreaterThan(10);
    expect(
      bicep
        .filter(({ text }) => ONE_CLOUD.test(text().replace(AUDIENCE_OF_SERVICE_BUS, '')))
        .map(({ path }) => path),
    ).toEqual([]);
    expect(ONE_CLOUD.exec(templateText)?.[0]).toBeUndefined();
  });
  it('name the storage of the host by its addresses, since the host completes a name by the global cloud', () => {
    const settings = armModule('function-app').resources.find(
      ({ type }) => type === 'Microsoft.Web/sites/config',
    );
    const text = JSON.stringify(settings?.properties);
    expect(text).not.toContain('AzureWebJobsStorage__accountName');
    for (const service of ['blob', 'queue', 'table']) {
      expect(text).toMatch(
        new RegExp(
          `'AzureWebJobsStorage__${service}ServiceUri', [^']*reference\\('account'\\)\\.primaryEndpoints\\.${service}\\b`,
        ),
      );
    }
  });
});
