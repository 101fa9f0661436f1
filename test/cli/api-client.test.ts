import { describe, expect, it } from '@jest/globals';
import type { ApiConnection } from '../../shared/cli/api/api-client';
import { apiClient } from '../../shared/cli/api/api-client';
import { apiFailureText } from '../../shared/cli/api/failure-text';
import { ApiFailure } from '../../shared/cli/api/api-failure';
import { NotSignedIn, givenToken, loginCommand, signedIn } from '../../shared/cli/api/sign-in';
import { wwwAuthenticate } from '../../shared/core/fresh-sign-in';

const CLAIMS = '{"access_token":{"auth_time":{"essential":true}}}';
const stale = new Response(
  JSON.stringify({
    type: 'urn:session-revoker:problem:stale',
    title: 'Again.',
    status: 401,
    detail: 'Sign in again.',
  }),
  {
    status: 401,
    headers: {
      'www-authenticate': wwwAuthenticate(
        { claims: CLAIMS, maxAgeS: 900, contexts: [] },
        'https://login.example/authorize',
      ),
    },
  },
);
const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  new Response(
    JSON.stringify({ type: `urn:session-revoker:problem:${code}`, title: 'No.', status, detail: 'it is so' }),
    { status, headers },
  );
const ok = (body: object) => new Response(JSON.stringify(body));

/** An app that answers as it is set to, and what it was asked. */
function appThat(answers: readonly Response[]) {
  const asked: { url: string; authorization: string | null; redirect: string | undefined }[] = [];
  const waited: number[] = [];
  const connection: ApiConnection = {
    url: 'https://app.example',
    token: (claims) => Promise.resolve(claims === undefined ? 'first' : `with ${claims}`),
    fetch: (url, { headers, redirect }) => {
      asked.push({ url, authorization: new Headers(headers).get('authorization'), redirect });
      return Promise.resolve((answers[asked.length - 1] ?? answers.at(-1) ?? ok({})).clone());
    },
    wait: (ms) => Promise.resolve(void waited.push(ms)),
  };
  return { client: apiClient(connection), asked, waited };
}

describe('a call of the API', () => {
  it('has the token of the person, and follows no redirection with it', async () => {
    const { client, asked } = appThat([ok({ value: [] })]);
    await client.call({ method: 'GET', path: 'approvals', query: { tenant: 'a b', user: undefined } });
    expect(asked).toEqual([
      {
        url: 'https://app.example/api/approvals?tenant=a+b',
        authorization: 'Bearer first',
        redirect: 'error',
      },
    ]);
  });
  it('signs in again where the app challenges, with the claims that it wants', async () => {
    const { client, asked } = appThat([stale, ok({ id: 'c-1' })]);
    await client.call({ method: 'POST', path: 'approvals/c-1', body: {} });
    expect(asked.map(({ authorization }) => authorization)).toEqual([
      'Bearer first',
      `Bearer with ${CLAIMS}`,
    ]);
  });
  it('ends stale where that was in vain, and does not ask for ever', async () => {
    const { client, asked } = appThat([stale]);
    await expect(client.call({ method: 'POST', path: 'approvals/c-1' })).rejects.toMatchObject({
      code: 'stale',
    });
    expect(asked).toHaveLength(2);
  });
  it('waits its turn as long as the app says', async () => {
    const { client, waited } = appThat([problem(429, 'rateLimited', { 'retry-after': '3' }), ok({})]);
    await client.call({ method: 'GET', path: 'status' });
    expect(waited).toEqual([3000]);
  });
  it('does not wait for more than a minute', async () => {
    const { client, waited } = appThat([problem(429, 'rateLimited', { 'retry-after': '900' })]);
    await expect(client.call({ method: 'GET', path: 'status' })).rejects.toMatchObject({
      code: 'rateLimited',
      retryAfterS: 900,
    });
    expect(waited).toEqual([]);
  });
  it('reads a list page by page', async () => {
    const next = 'https://app.example/api/approvals?after=1';
    const { client, asked } = appThat([ok({ value: [1], nextLink: next }), ok({ value: [2] })]);
    const items: unknown[] = [];
    for await (const item of client.items('approvals')) items.push(item);
    expect([items, asked[1]?.url]).toEqual([[1, 2], next]);
  });
  it.each([
    'https://elsewhere.example/api/approvals',
    'https://app.example.evil/api/approvals',
    'http://app.example/api/approvals',
    'https://app.example/other',
  ])('sends the token to the app alone, whatever the next page is: %s', async (nextLink) => {
    const { client, asked } = appThat([ok({ value: [1], nextLink })]);
    const read = async () => {
      for await (const item of client.items('approvals')) expect(item).toBe(1);
    };
    await expect(read()).rejects.toThrow('The next page is not of the app');
    expect(asked).toHaveLength(1);
  });
});

describe('a person who is not signed in as the app wants', () => {
  const signIn = { audience: 'app-id', tenant: 'contoso.com' };
  const failing = (message: string) =>
    signedIn(() => Promise.resolve({ getToken: () => Promise.reject(new Error(message)) }), signIn);
  const login = 'az login --scope app-id/.default --tenant contoso.com';
  it.each([
    ['nobody', 'AzureCliCredential: Please run az login', login],
    ['has no role', 'AADSTS50105: Your administrator has configured', /no role of the app\. .*assign a role/],
    ['in another tenant', 'AADSTS500011: The resource principal', /--audience .* --tenant/],
    ['by a client without consent', 'AADSTS65001: consent', /Register it/],
  ])('reads what to do: %s', async (_case, message, remedy) => {
    await expect(failing(message)()).rejects.toThrow(remedy);
    await expect(failing(message)()).rejects.toBeInstanceOf(NotSignedIn);
  });
  it('reads the exact command of a fresh sign-in, which has the claims', async () => {
    const command = `${login} --claims-challenge ${Buffer.from(CLAIMS).toString('base64')}`;
    await expect(failing('run az login')(CLAIMS)).rejects.toThrow(command);
    expect(loginCommand('app-id', 'contoso.com', CLAIMS)).toBe(command);
  });
  it('passes the claims on to the sign-in, and asks for the audience of the app', async () => {
    const asked: unknown[] = [];
    const claims = { aud: signIn.audience, ver: '2.0' };
    const issued = `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
    const getToken = (scope: string, options?: object) => {
      asked.push([scope, options]);
      return Promise.resolve({ token: issued });
    };
    const token = signedIn(() => Promise.resolve({ getToken }), signIn);
    expect([await token(), await token(CLAIMS)]).toEqual([issued, issued]);
    expect(asked).toEqual([
      ['app-id/.default', {}],
      ['app-id/.default', { claims: CLAIMS }],
    ]);
  });
  it('cannot sign in again with a token that was given', async () => {
    expect(await givenToken('t')()).toBe('t');
    await expect(givenToken('t')(CLAIMS)).rejects.toThrow('SESSION_REVOKER_TOKEN');
  });
  it.each([
    [
      'noRole',
      'the token has none of the app roles that this needs: Revocation.Approve',
      /Revocation\.Approve to you/,
    ],
    ['unproven', 'The token is of another app. (audience)', /session-revoker use/],
    ['unproven', 'The token has expired. (expired)', /az login/],
    ['unavailable', 'the ledger cannot be reached', /doctor/],
  ])('reads a problem with its remedy at the end: %s, %s', (code, detail, remedy) =>
    expect(apiFailureText(new ApiFailure(code, 403, detail))).toMatch(remedy),
  );
});
