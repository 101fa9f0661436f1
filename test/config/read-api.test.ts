import { describe, expect, it } from '@jest/globals';
import { readApi } from '../../shared/config/read-api';

const API_AUDIENCE = '7D1F0A4C-2b3e-4f5a-9c6d-8e7f0a1b2c3d';
const TENANT_ID = '6F3C2A10-58de-4c1b-9a77-0d2f5b8e4c31';
const authority = 'https://login.microsoftonline.com';

describe('the settings of the API', () => {
  it('are none by default: the app has no API', () => {
    expect(readApi({ TENANT_ID: 'contoso.com' }, authority)).toEqual({ kind: 'valid', value: undefined });
  });
  it('are the audience, at the authority of the cloud or another one; ids are compared in lower case', () => {
    const ids = { audience: API_AUDIENCE.toLowerCase(), tenantId: TENANT_ID.toLowerCase() };
    expect(readApi({ API_AUDIENCE, TENANT_ID }, authority)).toEqual({
      kind: 'valid',
      value: { ...ids, authority },
    });
    const API_AUTHORITY = 'https://login.example.com/';
    expect(readApi({ API_AUDIENCE, TENANT_ID, API_AUTHORITY }, authority)).toEqual({
      kind: 'valid',
      value: { ...ids, authority: 'https://login.example.com' },
    });
  });
  it.each([
    ['API_AUDIENCE', { API_AUDIENCE: 'api://contoso' }],
    ['API_AUTHORITY', { API_AUTHORITY: 'http://login.example.com' }],
    ['API_AUTHORITY', { API_AUTHORITY: 'https://login.example.com/tenant' }],
    ['TENANT_ID', { TENANT_ID: 'contoso.onmicrosoft.com' }],
  ])('name what is wrong with %s: %j', (name, changes) => {
    const read = readApi({ API_AUDIENCE, TENANT_ID, ...changes }, authority);
    expect(read).toEqual({ kind: 'invalid', problems: [expect.stringMatching(`^${name}: `)] });
  });
});
