import { describe, expect, it } from '@jest/globals';
import { hostNames } from '../../shared/alerts/host-names';
import { JsonNode } from '../../shared/alerts/json-node';

const isHost = (machines: unknown, domain: string): boolean =>
  hostNames(new JsonNode({ machines }), ['none', 'machines[]']).has(domain);

describe('a domain is a machine of the alert', () => {
  it.each<[unknown, string]>([
    [['pc-17'], 'PC-17'],
    [['pc-17.'], 'pc-17'],
    [['pc-17'], 'pc-17.'],
    [[null, {}, 'pc-17'], 'pc-17'],
    [['pc-17.corp.contoso.com'], 'pc-17'],
    [['pc-17.localdomain'], 'pc-17'],
    [['contoso.com'], 'contoso.com'],
    [['.contoso.com'], '.contoso.com'],
  ])('of %j: %s', (machines, domain) => expect(isHost(machines, domain)).toBe(true));
  it.each<[unknown, string]>([
    [[], 'pc-17'],
    [['pc-18'], 'pc-17'],
    [['pc-17.contoso.com'], 'contoso.com'],
    [['contoso.com'], 'contoso'],
    [['local.contoso'], 'local'],
    [['.corp.contoso.com'], ''],
    [[null], 'undefined'],
  ])('but not of %j: %s', (machines, domain) => expect(isHost(machines, domain)).toBe(false));
});
