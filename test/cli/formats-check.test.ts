import { describe, expect, it } from '@jest/globals';
import { program } from '../../shared/cli/program';
import { averyAccount } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';

const acme = {
  name: 'acme',
  match: [{ path: 'product', is: 'Acme' }],
  alert: { provider: 'Acme', id: 'alert.id', severity: 'alert.level', createdAt: 'alert.raised' },
  ignoreWhen: [{ path: 'state', is: 'closed' }],
  accounts: [
    {
      at: 'actors[]',
      skipAccountsWhen: [{ path: 'role', is: 'analyst' }],
      names: { id: 'mail', userPrincipalName: 'mail' },
    },
  ],
};
const alert = {
  product: 'Acme',
  alert: { id: 'a-1', level: 'high', raised: '2026-11-23T10:00:00Z' },
  actors: [{ mail: 'avery@contoso.com' }, { mail: 'analyst@contoso.com', role: 'analyst' }],
};
const okta = alertFixtures.find(({ format }) => format === 'okta')?.alert([averyAccount]);

async function check(format: object, alerts: readonly unknown[], ...options: string[]) {
  const files = new Map<string, unknown>([
    ['acme.json', { formats: [format] }],
    ...alerts.map((content, n) => [`alert-${String(n)}.json`, content] as const),
  ]);
  const terminal = aTerminal();
  const readFile = (file: string) => Promise.resolve(Buffer.from(JSON.stringify(files.get(file))));
  const given = alerts.length === 0 ? [] : ['--alert', ...[...files.keys()].slice(1)];
  const code = await program(programEnvironment({ terminal, readFile }), [
    'formats',
    'check',
    'acme.json',
    ...given,
    ...options,
  ]);
  return { code, out: terminal.seen.out };
}

describe('formats check', () => {
  it('reports that a file is valid', async () =>
    expect(await check(acme, [])).toEqual({ code: 0, out: ['acme.json: valid (acme)'] }));
  it('reports every problem of a file, and fails', async () =>
    expect(await check({ ...acme, name: 'okta', accounts: [{}] }, [alert])).toEqual({
      code: 1,
      out: [
        'acme.json formats[0].name: okta is the name of a built-in format. Choose another name, or add "replaces": "okta".',
        'acme.json formats[0].accounts[0].names: is required: the paths of the names of an account',
      ],
    }));
  it('shows the facts of each alert, its users, and who was skipped and why', async () =>
    expect(await check(acme, [alert, { ...alert, state: 'closed' }])).toEqual({
      code: 0,
      out: [
        'acme.json: valid (acme)',
        'alert-0.json: an alert (acme) that would sign out:',
        '  avery@contoso.com (user principal name), named by actors[0].mail',
        '  alert: id a-1; severity high; created 2026-11-23T10:00:00.000Z',
        '  skipped: actors[1]: role = analyst',
        'alert-1.json: an alert (acme) that asks for nobody to be signed out: state = closed',
        '  alert: id a-1; severity high; created 2026-11-23T10:00:00.000Z',
      ],
    }));
  it('reports a built-in format that matches the same message', async () => {
    const wide = { ...acme, match: [{ path: 'eventType', exists: true }] };
    const { code, out } = await check(wide, [okta]);
    expect(code).toBe(1);
    expect(out.at(-1)).toBe(
      'alert-0.json: matches okta and acme, and would be rejected. Narrow "match", or add "replaces": "okta".',
    );
    expect((await check({ ...wide, replaces: 'okta' }, [okta])).out.join('\n')).not.toContain(
      'would be rejected',
    );
  });
  it('reports an alert that no format of the file matches', async () => {
    expect((await check(acme, [okta, {}])).out.slice(-2)).toEqual([
      'alert-0.json: does not match any format of the file, but okta',
      'alert-1.json: does not match any format of the file',
    ]);
  });
  it('reports a path of a fact that finds nothing in any of the alerts', async () => {
    const mistyped = {
      ...acme,
      alert: { provider: 'Acme', id: 'alert.idd', severity: ['level', 'alert.levle'], createdAt: 'alert.id' },
    };
    const { code, out } = await check(mistyped, [alert, { ...alert, state: 'closed' }]);
    expect(code).toBe(1);
    expect(out.slice(-3)).toEqual([
      'acme: id: nothing was found at `alert.idd` in any of the alerts',
      'acme: severity: nothing was found at `level` or `alert.levle` in any of the alerts',
      'acme: createdAt: no time was found at `alert.id` in any of the alerts',
    ]);
  });
  it('does not report a path that finds something in one of the alerts', async () =>
    expect((await check(acme, [alert, { ...alert, alert: {} }])).code).toBe(0));
  it('writes one JSON object', async () => {
    const { out } = await check(acme, [alert, okta], '--json');
    expect(out.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        file: 'acme.json',
        valid: true,
        formats: ['acme'],
        findings: ['alert-1.json: does not match any format of the file, but okta'],
        alerts: [
          {
            file: 'alert-0.json',
            result: 'request',
            format: 'acme',
            users: [{ userPrincipalName: 'avery@contoso.com' }],
            alert: { provider: 'Acme', id: 'a-1', severity: 'high', createdAt: '2026-11-23T10:00:00.000Z' },
            skipped: [{ path: 'actors[1]', reason: 'role = analyst' }],
            leftAlone: [{ path: 'actors[1]', because: 'role = analyst' }],
          },
          expect.objectContaining({ file: 'alert-1.json', format: 'okta' }),
        ],
      },
    ]);
    const invalid = await check({ ...acme, name: 5 }, [], '--json');
    expect(invalid).toEqual({
      code: 1,
      out: [
        JSON.stringify({
          file: 'acme.json',
          valid: false,
          problems: ['acme.json formats[0].name: must be text'],
        }),
      ],
    });
  });
  it('reports a file that is not JSON', async () => {
    const terminal = aTerminal();
    const readFile = () => Promise.resolve(Buffer.from('{'));
    const code = await program(programEnvironment({ terminal, readFile }), ['formats', 'check', 'x.json']);
    expect(code).toBe(1);
    expect(terminal.seen.out).toEqual(['x.json: is not JSON']);
  });
});

describe('explain', () => {
  it('shows id, severity and time of an alert, and who was skipped', async () => {
    const terminal = aTerminal();
    const readFile = () => Promise.resolve(Buffer.from(JSON.stringify(okta)));
    await program(programEnvironment({ terminal, readFile }), ['explain', 'okta.json']);
    expect(terminal.seen.out).toContainEqual(
      expect.stringMatching(/^ {2}alert: id .+; severity not found; created \d{4}-/),
    );
  });
});
