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
  it('have the console by its own registration, and plain OpenID Connect at another authority', () => {
    const API_CONSOLE_CLIENT_ID = '2C9F6B1E-5d47-4a83-b0c2-9e1f3a7d8b54';
    const clientId = API_CONSOLE_CLIENT_ID.toLowerCase();
    const given = { API_AUDIENCE, TENANT_ID, API_CONSOLE_CLIENT_ID };
    expect(readApi(given, authority)).toMatchObject({ value: { console: { clientId, protocol: 'entra' } } });
    const other = { ...given, API_AUTHORITY: 'https://login.example.com' };
    expect(readApi(other, authority)).toMatchObject({ value: { console: { clientId, protocol: 'openId' } } });
    expect(readApi({ TENANT_ID, API_CONSOLE_CLIENT_ID }, authority)).toEqual({
      kind: 'invalid',
      problems: ['API_CONSOLE_CLIENT_ID: needs API_AUDIENCE: the console calls the API'],
    });
  });
  it.each([
    ['API_CONSOLE_CLIENT_ID', { API_CONSOLE_CLIENT_ID: 'console' }],
    ['API_AUDIENCE', { API_AUDIENCE: 'api://contoso' }],
    ['API_AUTHORITY', { API_AUTHORITY: 'http://login.example.com' }],
    ['API_AUTHORITY', { API_AUTHORITY: 'https://login.example.com/tenant' }],
    ['TENANT_ID', { TENANT_ID: 'contoso.onmicrosoft.com' }],
  ])('name what is wrong with %s: %j', (name, changes) => {
    const read = readApi({ API_AUDIENCE, TENANT_ID, ...changes }, authority);
    expect(read).toEqual({ kind: 'invalid', problems: [expect.stringMatching(`^${name}: `)] });
  });
});
