import { describe, expect, it } from '@jest/globals';
import { program } from '../../shared/cli/program';
import { resultOf } from '../../shared/messages/result-message';
import type { Outcome } from '../../shared/core/outcome';
import type { RequestConnection } from '../../shared/cli/connected';
import { OTHER_TENANT_ID } from '../support/builders';
import { outcomeOf, outcomes } from '../support/outcomes';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';

interface Session {
  readonly code: number;
  readonly out: string[];
  readonly error: string[];
  readonly sent: Record<string, unknown>[];
  readonly asked: string[];
}

interface Setting {
  readonly interactive?: boolean;
  readonly answer?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  readonly outcomes?: readonly Outcome[];
}

/** Runs a command line over a connection whose subscription has these outcomes. */
async function run(args: readonly string[], setting: Setting = {}): Promise<Session> {
  const terminal = aTerminal(setting);
  const session = { ...terminal.seen, sent: [] as Record<string, unknown>[] };
  const connection: RequestConnection = {
    requestQueue: {
      send: ({ body }) => {
        session.sent.push(JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, unknown>);
        return Promise.resolve();
      },
    },
    results: {
      // eslint-disable-next-line typescript/require-await -- a generator of what is there already
      async *outcomes() {
        for (const outcome of setting.outcomes ?? []) yield resultOf(outcome, 'en');
      },
    },
    close: () => Promise.resolve(),
  };
  const code = await program(
    programEnvironment({
      terminal,
      connect: () => Promise.resolve(connection),
      readFile: (file) => {
        const text = setting.files?.[file];
        return text === undefined
          ? Promise.reject(new Error(`There is no file ${file}.`))
          : Promise.resolve(Buffer.from(text));
      },
      newId: () => 'request-1',
    }),
    args,
  );
  return { code, ...session };
}

const pending = outcomes['sign-out-pending'] ?? outcomeOf('failed');

describe('revoke sends the request that the cmdlet’s parameters mean', () => {
  it('with the name of the sender and the time', async () => {
    const { sent, code, out } = await run([
      'revoke',
      '--user',
      'avery@contoso.com',
      '--no-confirm',
      '--reason',
      'Spray',
    ]);
    expect(sent).toEqual([
      {
        id: 'request-1',
        users: ['avery@contoso.com'],
        whatIf: false,
        reason: 'Spray',
        requestedBy: 'analyst',
        requestedAt: '2026-11-23T10:00:00.000Z',
      },
    ]);
    expect(out).toEqual(['Request request-1 is on the queue.']);
    expect(code).toBe(0);
  });
  it('for the tenant that it names', async () => {
    const args = ['revoke', '--no-confirm', '--user', 'robin@northwind.example'];
    const { sent } = await run([...args, '--tenant', OTHER_TENANT_ID]);
    expect(sent).toMatchObject([{ tenantId: OTHER_TENANT_ID }]);
    const domain = run([...args, '--tenant', 'northwind.example']);
    await expect(domain).rejects.toThrow('Give the id of a tenant');
  });
  it('for users named in any way', async () => {
    const users = [
      'avery@contoso.com',
      '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01',
      'S-1-5-21-1-2-3-4',
      'CONTOSO\\avery',
    ];
    const { sent } = await run(['revoke', '--no-confirm', '--user', ...users]);
    expect(sent[0]?.['users']).toEqual([
      users[0],
      users[1],
      { sid: 'S-1-5-21-1-2-3-4' },
      { samAccountName: 'avery', domain: 'CONTOSO' },
    ]);
  });
  it('never, when a user is not a valid reference', async () => {
    const { sent, error, code } = await run(['revoke', '--no-confirm', '--user', 'a@b.c', '--user', 'avery']);
    expect(sent).toEqual([]);
    expect(error).toEqual([
      '--user avery: names no user: pass a user principal name (name@domain), an object id (a GUID), a SID (S-1-…) or DOMAIN\\name',
    ]);
    expect(code).toBe(2);
  });
});

describe('revoke asks first', () => {
  const args = ['revoke', '--user', 'avery@contoso.com'];
  it('on a terminal, and sends after a yes', async () => {
    const { asked, sent, code } = await run(args, { interactive: true, answer: true });
    expect(asked).toEqual(['Sign out avery@contoso.com from every device?']);
    expect(sent).toHaveLength(1);
    expect(code).toBe(0);
  });
  it('and sends nothing after a no', async () => {
    const { sent, code, out } = await run(args, { interactive: true, answer: false });
    expect([sent, code, out]).toEqual([[], 1, ['Nothing was sent.']]);
  });
  it('and sends nothing without a terminal', async () => {
    const { sent, code, error } = await run(args);
    expect([sent, code]).toEqual([[], 2]);
    expect(error[0]).toContain('--no-confirm');
  });
  it.each([['--no-confirm'], ['--what-if']])('but not with %s', async (option) => {
    const { asked, sent } = await run([...args, option], { interactive: true });
    expect(asked).toEqual([]);
    expect(sent[0]?.['whatIf']).toBe(option === '--what-if');
  });
  it('even for a preview with --confirm', async () => {
    const { asked, sent } = await run([...args, '--what-if', '--confirm'], {
      interactive: true,
      answer: true,
    });
    expect(asked).toEqual(['Preview signing out avery@contoso.com?']);
    expect(sent).toHaveLength(1);
  });
});

describe('revoke --wait ends with', () => {
  const args = ['revoke', '--no-confirm', '--wait', '--user', 'avery@contoso.com'];
  it.each([
    ['signOutPending', 0],
    ['signedOut', 0],
    ['whatIf', 0],
    ['duplicate', 0],
    ['userNotFound', 1],
    ['notApplicable', 1],
    ['notEnabled', 1],
    ['failed', 1],
    ['protected', 1],
    ['awaitingConfirmation', 3],
    ['held', 3],
  ] as const)('%s: %i', async (status, code) =>
    expect((await run(args, { outcomes: [outcomeOf(status)] })).code).toBe(code),
  );
  it('1 when one of several users was not signed out', async () => {
    const both = [pending, outcomeOf('userNotFound')];
    expect((await run([...args, '--user', 'blake@contoso.com'], { outcomes: both })).code).toBe(1);
  });
  it('1 when one of several users was not signed out, though another one waits', async () => {
    const both = [outcomeOf('held'), outcomeOf('failed')];
    expect((await run([...args, '--user', 'blake@contoso.com'], { outcomes: both })).code).toBe(1);
  });
  it('1 when the message as a whole was rejected', async () =>
    expect(
      (await run([...args, '--user', 'b@c.d'], { outcomes: [outcomes['rejected'] ?? pending] })).code,
    ).toBe(1));
  it('2 when an outcome did not arrive in time, with the number that did', async () => {
    const { code, error } = await run([...args, '--user', 'b@c.d', '--timeout', '7'], {
      outcomes: [pending],
    });
    expect(code).toBe(2);
    expect(error[0]).toContain('1 of 2 outcomes arrived within 7 s');
  });
  it('the sentence, until when old tokens live, and whether the directory shows the revocation', async () => {
    const said =
      'signOutPending: It can take up to an hour to sign out Avery@contoso.com from all devices. Most tokens issued before end within the hour, all no later than 2026-11-23T11:30:01.000Z.';
    const { verified: _verified, ...notRead } = pending;
    const outcomes = [pending, { ...notRead, verified: false } as Outcome, notRead as Outcome];
    const users = outcomes.flatMap((_, n) => ['--user', `user${String(n)}@contoso.com`]);
    expect((await run([...args.slice(0, 3), ...users], { outcomes })).out.slice(1)).toEqual([
      `${said} Verified: yes.`,
      `${said} Verified: no.`,
      `${said} Verified: not read.`,
    ]);
  });
  it('what SharePoint has answered, and that an answer that is pending comes by an event', async () => {
    const said = async (name: string) =>
      (await run(args, { outcomes: [outcomes[name] ?? pending] })).out.at(-1)?.split('Verified: yes. ')[1];
    expect(await said('signed-out')).toBe('sharePoint: signedOut.');
    expect(await said('method-pending')).toBe(
      'sharePoint: pending, an event on the topic reports its answer.',
    );
  });
  it.each(['awaiting-confirmation', 'held'])(
    'the reason of a wait, and the command to approve: %s',
    async (name) => {
      const { out } = await run(args, { outcomes: [outcomes[name] ?? pending] });
      expect(out[1]).toMatch(
        /The request asks for approval\.$|is as many as policy allows\. .+ is held until a person releases it\.$/,
      );
      expect(out.slice(2, 4)).toEqual([
        '  Confirmation 9b1c, until 2026-11-23T22:00:02.000Z: session-revoker approve 9b1c, or decline.',
      ]);
    },
  );
});

describe('what programs read', () => {
  it.each([['json'], ['yaml'], ['tsv'], ['jsonl']])('has no sentences in it: -o %s', async (format) => {
    const { out, error } = await run(['revoke', '--user', 'a@b.c', '--no-confirm', '-o', format]);
    expect(error).toContain('Request request-1 is on the queue.');
    expect(out.join('')).not.toContain('is on the queue.');
  });
});

describe('wrong usage', () => {
  it.each([
    [['revoke']],
    [['revoke', '--user', 'a@b.c', '--timeout', '0']],
    [['revoke', '--nope']],
    [['nope']],
    [[]],
    [['explain']],
  ])('is an error: %j', async (args) => expect(run(args)).rejects.toMatchObject({ exitCode: 1 }));
  it('is not the same as asking for help', async () =>
    expect(run(['revoke', '--help'])).rejects.toMatchObject({ exitCode: 0 }));
});

describe('explain', () => {
  const files = {
    good: '{"users":["avery@contoso.com",{"sid":"S-1-5-21-1-2-3-4"}],"reason":"Spray","alert":{"id":"7"}}',
    preview: '{"user":{"samAccountName":"avery","domain":"CONTOSO"},"whatIf":true,"confirm":true}',
    bad: '{"user":"avery"}',
    unknown: '[]',
  };
  it('shows in words how messages would be read', async () =>
    expect((await run(['explain', ...Object.keys(files)], { files })).out).toEqual([
      'good: a native request that would sign out:',
      '  avery@contoso.com (user principal name)',
      '  S-1-5-21-1-2-3-4 (security identifier, to be looked up)',
      'preview: a native request that asks for a confirmation and would preview signing out:',
      '  CONTOSO\\avery (account name, to be looked up)',
      'bad: would be rejected as native:',
      '  user: is neither a user principal name (name@domain) nor an object id (a GUID)',
      'unknown: would be rejected:',
      '  $: is not an alert of a known product, and not a revocation request: a request is a JSON object that names `user` or `users`',
      'Judged as sent by queue; pass --received-by to name another sender.',
      'Protection, confirmation, the brake and whom the sender speaks for are not judged here. The command what-if judges them.',
    ]));
  it('shows as JSON, a line for each file', async () => {
    const { out, code } = await run(['explain', '--json', 'good', 'bad', 'unknown'], { files });
    const message = 'is neither a user principal name (name@domain) nor an object id (a GUID)';
    expect(out.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        file: 'good',
        receivedBy: 'queue',
        result: 'request',
        format: 'native',
        users: [{ userPrincipalName: 'avery@contoso.com' }, { sid: 'S-1-5-21-1-2-3-4' }],
        alert: { id: '7' },
        reason: 'Spray',
      },
      {
        file: 'bad',
        receivedBy: 'queue',
        result: 'rejected',
        format: 'native',
        users: [],
        reason: `user: ${message}`,
        issues: [{ path: 'user', message }],
      },
      expect.objectContaining({ file: 'unknown', result: 'rejected', users: [] }),
    ]);
    expect(code).toBe(0);
  });
  const SEVENT = 'https://schemas.openid.net/secevent/caep/event-type/credential-change';
  const enrolment = JSON.stringify({
    iss: 'https://idp.example.com/',
    jti: 'j-1',
    sub_id: { format: 'email', email: 'avery@contoso.com' },
    events: { [SEVENT]: { change_type: 'create', initiating_entity: 'user' } },
  });
  const verified = ['--received-by', 'issuer:https://idp.example.com/'];
  it('shows the event of an alert, and the rule that decides what it may do', async () => {
    const { out } = await run(['explain', ...verified, 'enrolment'], { files: { enrolment } });
    expect(out[0]).toBe('enrolment: an alert (securityEvent) that would preview signing out:');
    expect(out).toContain(
      '  event: credential-change/user; the rule ownCredentialChange lets it only preview',
    );
  });
  it('reads a security event without its token, and says that the app rejects it', async () => {
    const { out } = await run(['explain', 'enrolment'], { files: { enrolment } });
    expect(out).toContain(
      '  event: credential-change/user; the rule ownCredentialChange lets it only preview',
    );
    expect(out).toContain(
      'The app rejects a security event without its signed token. Pass --received-by issuer:ISS to judge it as verified.',
    );
  });
  it('shows as JSON whom an event only previews, apart from those who would be signed out', async () => {
    const { out } = await run(['explain', '--json', ...verified, 'enrolment'], { files: { enrolment } });
    expect(JSON.parse(out[0] ?? '')).toMatchObject({
      users: [],
      previewed: [{ userPrincipalName: 'avery@contoso.com' }],
      event: 'credential-change/user',
      sourceRule: { name: 'ownCredentialChange', effect: 'whatIf' },
    });
  });
  it('fails when a file does not exist', async () =>
    expect(run(['explain', 'missing'])).rejects.toThrow('missing'));
});
