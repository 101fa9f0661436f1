import { describe, expect, it } from '@jest/globals';
import { readAppConfig } from '../../shared/config/read-environment';
import { readNotify } from '../../shared/config/read-notify';
import { FOR_A_PERSON } from '../../shared/messages/notifications/destination';
import { TENANT_ID } from '../support/builders';

const url = 'https://hooks.example/secret?sig=abc%2Bdef';
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const soc = { name: 'soc', kind: 'teams', url };
const read = (list: unknown, consoleUrl?: string) =>
  readNotify({ NOTIFY: JSON.stringify(list), ...(consoleUrl !== undefined && { CONSOLE_URL: consoleUrl }) });

describe('NOTIFY', () => {
  it.each([[{}], [{ NOTIFY: '[]' }], [{ NOTIFY: '[]', CONSOLE_URL: 'https://revoker.example/api/console' }]])(
    'notifies nobody without a destination: %j',
    (settings) => expect(readNotify(settings)).toEqual({ kind: 'valid', value: undefined }),
  );
  it('lists destinations; without statuses each gets what a person should act on', () =>
    expect(
      read([
        soc,
        { name: 'chat', kind: 'slack', url, statuses: 'all' },
        { name: 'any', kind: 'webhook', url, secrets: [secret], statuses: ['failed'] },
      ]),
    ).toEqual({
      kind: 'valid',
      value: {
        destinations: [
          { ...soc, statuses: FOR_A_PERSON },
          { name: 'chat', kind: 'slack', url, statuses: 'all' },
          { name: 'any', kind: 'webhook', url, statuses: ['failed'], secrets: [Buffer.alloc(32, 7)] },
        ],
      },
    }));
  it('goes with the address of the console', () =>
    expect(read([soc], 'https://revoker.example/api/console')).toMatchObject({
      value: { consoleUrl: 'https://revoker.example/api/console' },
    }));
});

describe('a problem of NOTIFY names its path, and quotes no address', () => {
  it.each<[string, unknown, string | RegExp]>([
    ['an object', {}, 'NOTIFY $: must be a list of destinations'],
    ['another kind', [{ ...soc, kind: 'mail' }], 'NOTIFY [0].kind: must be teams, slack or webhook'],
    ['no name', [{ kind: 'teams', url }], 'NOTIFY [0].name: must be text'],
    ['a name in capitals', [{ ...soc, name: 'SOC' }], /^NOTIFY \[0\]\.name: must be lower-case/],
    ['a name twice', [soc, soc], 'NOTIFY $: has two destinations with the same name'],
    ['no address', [{ kind: 'teams', name: 'soc' }], 'NOTIFY [0].url: must be text'],
    ...[
      'http://hooks.example/secret',
      'hooks.example',
      'https://u:p@hooks.example/',
      'https://u@hooks.example/',
      'https://:p@hooks.example/',
      'https://h.example/#f',
    ].map((address): [string, unknown, RegExp] => [
      address,
      [{ ...soc, url: address }],
      /^NOTIFY \[0\]\.url: is not an https URL/,
    ]),
    ['an unknown status', [{ ...soc, statuses: ['done'] }], /^NOTIFY \[0\]\.statuses\[0\]: is not a status/],
    ['no status', [{ ...soc, statuses: [] }], 'NOTIFY [0].statuses: must have at least one'],
    ['another word', [{ ...soc, statuses: 'some' }], /^NOTIFY \[0\]\.statuses: must be all, or a list/],
    ['an unknown field', [{ ...soc, status: 'all' }], /^NOTIFY \[0\]: .*status/],
    [
      'a webhook without a secret',
      [{ ...soc, kind: 'webhook' }],
      'NOTIFY [0].secrets: must be a list of secrets',
    ],
    [
      'a short secret',
      [{ ...soc, kind: 'webhook', secrets: ['short'] }],
      'NOTIFY [0].secrets[0]: must have at least 16 bytes',
    ],
    ['a secret of a card', [{ ...soc, secrets: [secret] }], /^NOTIFY \[0\]: .*secrets/],
    ['too many', Array.from({ length: 21 }, (_, n) => ({ ...soc, name: `n${String(n)}` })), /more than 20/],
  ])('%s', (_what, list, problem) => {
    const found = read(list);
    expect(found).toEqual({
      kind: 'invalid',
      problems: [typeof problem === 'string' ? problem : expect.stringMatching(problem)],
    });
    expect(JSON.stringify(found)).not.toMatch(/hooks|sig=|whsec/);
  });
  it.each(['http://revoker.example/', 'revoker.example', 'https://r.example/?a=b', 'https://r.example/#x'])(
    'CONSOLE_URL %s',
    (consoleUrl) =>
      expect(read([soc], consoleUrl)).toEqual({
        kind: 'invalid',
        problems: [expect.stringMatching(/^CONSOLE_URL: is not an https URL/)],
      }),
  );
  it('what is not JSON', () =>
    expect(readNotify({ NOTIFY: '[{"url":"https://hooks.example/secret"' })).toEqual({
      kind: 'invalid',
      problems: [expect.stringMatching(/^NOTIFY: is not JSON/)],
    }));
});

describe('the app', () => {
  const least = { ServiceBusConnection: 'Endpoint=sb://x', LEDGER_STORAGE: 'memory', TENANT_ID };
  const config = (more: Readonly<Record<string, string>>) => readAppConfig({ ...least, ...more }, __dirname);
  it('notifies nobody unless it is configured to', () => {
    expect(config({})).not.toHaveProperty('value.notify');
    expect(config({ NOTIFY: JSON.stringify([soc]) })).toMatchObject({
      value: { notify: { destinations: [{ name: 'soc' }] } },
    });
  });
  it('does not start with a wrong list, and reports it beside other problems', () =>
    expect(config({ NOTIFY: '[{}]', REVOCATION_MODE: 'x' })).toEqual({
      kind: 'invalid',
      problems: [
        'REVOCATION_MODE: must be revoke or whatIf',
        'NOTIFY [0].kind: must be teams, slack or webhook',
      ],
    }));
  it('says of a reference that was not resolved which secret is missing', () =>
    expect(config({ NOTIFY: '@Microsoft.KeyVault(VaultName=kv-1;SecretName=notify)' })).toEqual({
      kind: 'invalid',
      problems: [expect.stringContaining('(vault kv-1, secret notify)')],
    }));
});
