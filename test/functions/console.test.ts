import { HttpRequest, InvocationContext } from '@azure/functions';
import { describe, expect, it } from '@jest/globals';
import { consoleFunctions } from '../../functions/console';
import { consoleSettings } from '../../shared/api/console-settings';
import { isOfAnotherOrigin } from '../../shared/api/other-origin';

const registered = { audience: 'audience', authority: 'https://login.example', tenantId: 'tenant' };
const settings = consoleSettings(registered, { clientId: 'client', protocol: 'entra' });
const functions = consoleFunctions(settings, (name) => Promise.resolve(new TextEncoder().encode(name)));

async function get(name: 'console' | 'consoleFile', file = '') {
  const request = new HttpRequest({ url: 'https://app.example/', method: 'GET', params: { file } });
  return functions[name].handler(request, new InvocationContext());
}

describe('the files of the console', () => {
  it('run their own script alone, are shown in no frame, and reach the app and the authority alone', async () => {
    const policy = (await get('console')).headers as Record<string, string>;
    expect(policy['Content-Security-Policy']?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self' https://login.example",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });
  it.each(['../host.json', 'main.js', '__proto__', 'toString', ''])('are no others: %j', async (name) => {
    expect(await get('consoleFile', name)).toMatchObject({ status: 404 });
  });
  it('say how people sign in, by the protocol of the authority', async () => {
    expect(JSON.parse((await get('consoleFile', 'settings.json')).body as string)).toEqual({
      clientId: 'client',
      authority: 'https://login.example/tenant',
      protocol: 'entra',
      scope: 'audience/access',
    });
    const other = consoleSettings(registered, { clientId: 'client', protocol: 'openId' });
    expect(other.authority).toBe('https://login.example/tenant/v2.0');
  });
});

it.each([
  [{}, false],
  [{ origin: 'https://app.example', host: 'app.example' }, false],
  [{ origin: 'https://front.example', host: 'app.example', 'x-forwarded-host': 'front.example' }, false],
  [{ origin: 'https://evil.example', host: 'app.example' }, true],
  [{ origin: 'https://app.example:8443', host: 'app.example' }, true],
  [{ origin: 'null', host: 'app.example' }, true],
])('a call with %j is of another origin: %s', (headers: Record<string, string>, isOther) => {
  expect(isOfAnotherOrigin(headers)).toBe(isOther);
});
