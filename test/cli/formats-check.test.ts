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
        '  skipped: analyst@contoso.com (actors[1]): role = analyst',
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
  it('shows when activity was first seen, of the alert and of single users, and reports a time that does not count', async () => {
    const [place] = acme.accounts;
    const seeing = {
      ...acme,
      alert: { ...acme.alert, firstSeenAt: ['began', 'events[].at'] },
      accounts: [{ ...place, in: 'actors[]', at: '.', firstSeenAt: 'since' }],
    };
    const times = { began: '2026-11-22T10:00:00Z', events: [{ at: '2026-11-21T11:00:00+01:00' }] };
    const actors = [{ mail: 'avery@contoso.com', since: '2026-11-20T10:00:00Z' }, alert.actors[1]];
    expect((await check(seeing, [{ ...alert, ...times, actors }])).out).toEqual(
      expect.arrayContaining([
        '  avery@contoso.com (user principal name), named by actors[0].mail, first seen 2026-11-20T10:00:00.000Z',
        '  alert: id a-1; severity high; created 2026-11-23T10:00:00.000Z; first seen 2026-11-21T10:00:00.000Z',
      ]),
    );
    const { code, out } = await check(seeing, [{ ...alert, began: '2026-11-22 10:00:00' }]);
    expect(code).toBe(1);
    expect(out.slice(-3)).toEqual([
      'acme: firstSeenAt: no time with a zone was found at `began` or `events[].at` in any of the alerts',
      'warning: acme: ignoreWhen[0]: nothing was found at `state` in any of the alerts',
      'warning: acme: accounts[0].firstSeenAt: nothing was found at `since` in any of the alerts',
    ]);
  });
  it('does not report a path that finds something in one of the alerts', async () =>
    expect((await check(acme, [alert, { ...alert, alert: {} }])).code).toBe(0));
  describe('reports', () => {
    const nothingAt = (path: string) => `nothing was found at \`${path}\` in any of the alerts`;
    const places = (changes: object) => ({ ...acme, accounts: [{ ...acme.accounts[0], ...changes }] });
    const closed = { ...alert, state: 'closed', type: 'sign-in' };
    const found = async (format: object, ...alerts: readonly unknown[]) => {
      const { code, out } = await check(format, [alert, closed, ...alerts]);
      return { code, lines: out.filter((line) => line.includes('was found at')) };
    };
    it('the names of an account of which none was found, and fails', async () =>
      expect(await found(places({ names: { id: 'idd', userPrincipalName: ['mial', 'upn'] } }))).toEqual({
        code: 1,
        lines: [
          `acme: accounts[0].names.id: ${nothingAt('idd')}`,
          `acme: accounts[0].names.userPrincipalName: ${nothingAt('mial')}`,
          `acme: accounts[0].names.userPrincipalName: ${nothingAt('upn')}`,
        ],
      }));
    it('a name beside which another one was found, as a warning', async () =>
      expect(await found(places({ names: { id: 'idd', userPrincipalName: 'mail' } }))).toEqual({
        code: 0,
        lines: [`warning: acme: accounts[0].names.id: ${nothingAt('idd')}`],
      }));
    it('names whose place does not lead to any account', async () =>
      expect((await found(places({ at: 'actor[]', names: { name: 'mail' } }))).lines).toContain(
        `acme: accounts[0].names.name: ${nothingAt('mail')}`,
      ));
    it('conditions and events, as warnings', async () => {
      const mistyped = {
        ...places({ skipAccountsWhen: [{ path: 'rolle', is: 'analyst' }] }),
        alert: { ...acme.alert, event: ['tpye', { name: 'x', when: [{ path: 'kind', exists: true }] }] },
        ignoreWhen: [
          { path: ['stat', 'state'], is: 'closed' },
          { path: 'actors[]', every: [{ path: 'stage', is: 'closed' }] },
        ],
        rejectWhen: [{ path: 'alert.id', sameAs: 'number' }],
      };
      expect(await found(mistyped)).toEqual({
        code: 0,
        lines: [
          `warning: acme: alert.event: ${nothingAt('tpye')}`,
          `warning: acme: alert.event[1].when[0]: ${nothingAt('kind')}`,
          `warning: acme: ignoreWhen[0]: ${nothingAt('stat')}`,
          `warning: acme: ignoreWhen[1].every[0]: ${nothingAt('stage')}`,
          `warning: acme: rejectWhen[0]: ${nothingAt('number')}`,
          `warning: acme: accounts[0].skipAccountsWhen[0]: ${nothingAt('rolle')}`,
        ],
      });
    });
    it('no path that finds something in one of the alerts', async () =>
      expect((await found({ ...acme, alert: { ...acme.alert, event: 'type' } })).lines).toEqual([]));
  });
  it('writes one JSON object', async () => {
    const { out } = await check(acme, [alert, okta], '--json');
    expect(out.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        file: 'acme.json',
        valid: true,
        formats: ['acme'],
        findings: ['alert-1.json: does not match any format of the file, but okta'],
        warnings: ['acme: ignoreWhen[0]: nothing was found at `state` in any of the alerts'],
        alerts: [
          {
            file: 'alert-0.json',
            result: 'request',
            format: 'acme',
            users: [{ userPrincipalName: 'avery@contoso.com' }],
            alert: { provider: 'Acme', id: 'a-1', severity: 'high', createdAt: '2026-11-23T10:00:00.000Z' },
            skipped: [{ path: 'actors[1]', name: 'analyst@contoso.com', reason: 'role = analyst' }],
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
    expect(terminal.seen.out).toEqual(['x.json: is not JSON (line 1, column 2)']);
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
