import { describe, expect, it } from '@jest/globals';
import { CredentialUnavailableError } from '@azure/identity';
import { graphClient } from '../../shared/adapters/graph/graph-client';
import { documentedPaces } from '../../shared/adapters/graph/pace';
import { tenantIn } from '../../shared/alerts/alert-tenant';
import { cloudNamed, cloudNames } from '../../shared/config/clouds';
import { readAppConfig } from '../../shared/config/read-environment';
import { readCloud } from '../../shared/config/read-cloud';
import { templateParameters } from '../support/arm-template';
import { cloudCheck } from '../../shared/health/cloud-check';
import { lookUpNobody } from '../../shared/health/graph-probes';
import { TENANT_ID } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { pages, repositoryFiles } from '../support/repository';

function configOf(settings: Readonly<Record<string, string>>) {
  const ServiceBusConnection__fullyQualifiedNamespace = 'sb.example';
  const least = { ServiceBusConnection__fullyQualifiedNamespace, LEDGER_STORAGE: 'memory', TENANT_ID };
  const read = readAppConfig({ ...least, ...settings }, __dirname);
  if (read.kind === 'invalid') throw new Error(read.problems.join());
  return read.value;
}

const clouds = cloudNames.map((name) => [name, cloudNamed(name)] as const);

it('the template offers every cloud', () =>
  expect(templateParameters['cloud']?.allowedValues).toEqual(cloudNames));

describe.each(clouds)('the cloud %s', (name, cloud) => {
  it('sets every host', () => {
    const config = configOf({ CLOUD: name });
    expect(config.cloud).toEqual(cloud);
    expect(config.graph).toEqual({ endpoint: cloud.graphEndpoint });
  });
  it('has its tokens issued for its Microsoft Graph, and for no other host', async () => {
    const scopes: (string | string[])[] = [];
    const credential = {
      getToken: (asked: string | string[]) => {
        scopes.push(asked);
        return Promise.reject(new CredentialUnavailableError('none'));
      },
    };
    const clock = fixedClock();
    const { endpoint } = configOf({ CLOUD: name }).graph;
    const options = { endpoint, credential, clock, pace: documentedPaces(clock, () => 0) };
    await graphClient({ ...options, random: () => 0, newId: () => 'call' })(lookUpNobody);
    expect(new Set(scopes.flat())).toEqual(new Set([`${cloud.graphEndpoint}/.default`]));
  });
  it('is recognized in the issuer of an alert', () =>
    expect(tenantIn(`${cloud.authorityHost}/${TENANT_ID}/v2.0`)).toBe(TENANT_ID));
  it('is described by a page with each of its hosts', () => {
    const page =
      pages()
        .find(({ path }) => path === 'docs/clouds.md')
        ?.text() ?? '';
    const { name: _name, lacks: _lacks, ...hosts } = cloud;
    const missing = Object.values(hosts).filter((host) => !page.includes(`\`${host}\``));
    expect(missing).toEqual([]);
  });
  it('is in order with its own hosts, and health names what it lacks', async () => {
    const result = await cloudCheck(cloud, `sb-x${cloud.serviceBusSuffix}`).run();
    expect(result.status).toBe('ok');
    expect(result.detail.startsWith(`The cloud is ${name}.`)).toBe(true);
    expect(result.detail.includes('It does not offer')).toBe(name !== 'global');
  });
});

it('a setting for a single host wins over the cloud', () => {
  const settings = { CLOUD: 'china', GRAPH_ENDPOINT: 'https://localhost:7000/' };
  expect(configOf(settings)).toMatchObject({
    graph: { endpoint: 'https://localhost:7000' },
    cloud: { name: 'china', authorityHost: 'https://login.partner.microsoftonline.cn' },
  });
  expect(readCloud({ AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/' })).toMatchObject({
    value: { name: 'global', authorityHost: 'https://login.microsoftonline.us' },
  });
});

describe('a host of another cloud is a warning', () => {
  it.each<[string, Readonly<Record<string, string>>, string, string | undefined]>([
    ['Microsoft Graph', { GRAPH_ENDPOINT: 'https://graph.microsoft.us' }, 'sb.example', 'usGov'],
    [
      'the authority',
      { AZURE_AUTHORITY_HOST: 'https://login.partner.microsoftonline.cn' },
      'sb.example',
      'china',
    ],
    ['Service Bus', { CLOUD: 'usGovDod' }, 'SB-X.servicebus.windows.net', 'global'],
    ['none: two clouds share it', { CLOUD: 'usGovDod' }, 'sb-x.servicebus.usgovcloudapi.net', undefined],
    ['none: a stand-in', { GRAPH_ENDPOINT: 'https://localhost:7000' }, 'localhost', undefined],
  ])('%s', async (what, settings, namespaceHost, owner) => {
    const result = await cloudCheck(configOf(settings).cloud, namespaceHost).run();
    if (owner === undefined) return expect(result.status).toBe('ok');
    expect(result).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining(`But ${what} is that of the cloud ${owner}.`),
      remedy: expect.stringContaining('CLOUD'),
    });
  });
});

it('no other file of the app names a host of a cloud', () => {
  const hosts =
    /(?:graph|login|manage)[\w.-]*\.(?:microsoft|microsoftonline|windows)\.(?:com|net|us|cn)|usgovcloudapi|chinacloudapi|servicebus\.windows|core\.windows|sharepoint\.com/i;
  const found = repositoryFiles()
    .filter(({ path }) => /^(?:functions|shared)\/.*\.ts$/.test(path) && path !== 'shared/config/clouds.ts')
    // What an alert names is read, not called.
    .filter(({ path }) => path !== 'shared/alerts/alert-tenant.ts')
    .filter(({ text }) => hosts.test(text()))
    .map(({ path }) => path);
  expect(found).toEqual([]);
});
