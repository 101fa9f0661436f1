import { describe, expect, it } from '@jest/globals';
import { incidentOf } from '../../shared/core/incident';
import { INCIDENT } from '../support/generated-outcomes';

describe('the incident of an alert', () => {
  it.each([
    ['29', { system: 'defenderXdr', id: '29' }],
    [INCIDENT, { system: 'sentinel', id: INCIDENT.toLowerCase() }],
  ])('is known by its id: %s', (id, incident) => expect(incidentOf(id)).toEqual(incident));
  it.each([
    undefined,
    '',
    '0',
    '-1',
    '29/../30',
    '29?x',
    'abc',
    '99999999999999999999',
    `${INCIDENT}/comments`,
    `${INCIDENT}?x=1`,
    `${INCIDENT}#x`,
    `https://evil.example${INCIDENT}`,
    INCIDENT.replace('resourceGroups/soc/', 'resourceGroups/../'),
    INCIDENT.replace('workspaces/soc-ws', 'workspaces/..'),
    INCIDENT.replace('workspaces/soc-ws', 'workspaces/a%2f..'),
    INCIDENT.replace('Microsoft.SecurityInsights', 'Microsoft.KeyVault'),
    `${INCIDENT}\n`,
  ])('is none where no system has such an id: %j', (id) => expect(incidentOf(id)).toBeUndefined());
});
