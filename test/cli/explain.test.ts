import { describe, expect, it } from '@jest/globals';
import { program } from '../../shared/cli/program';
import type { Policy } from '../../shared/core/policy';
import type { SourceRule } from '../../shared/core/source-rule';
import { addedFormats } from '../../shared/alerts/added-formats';
import { aPolicy } from '../support/builders';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';

const TENANT = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01';
const OTHER = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a02';
const added = addedFormats([
  {
    kind: 'file',
    content: [
      {
        name: 'acme',
        match: [{ path: 'product', is: 'Acme' }],
        alert: { provider: 'Acme', title: 'headline', event: 'type', createdAt: 'raised', tenant: 'tenant' },
        ignoreWhen: [{ path: 'state', is: 'closed' }],
        accounts: [{ names: { userPrincipalName: 'mail' } }],
      },
    ],
  },
]);
const formats = added.kind === 'valid' ? added.formats : [];
const alert = { product: 'Acme', headline: 'Spray', mail: 'avery@contoso.com', type: 'sign-in' };
const confirming: SourceRule = { name: 'sources[0]', formats: ['acme'], effect: 'confirm' };
const NOT_JUDGED =
  'Protection, confirmation, the brake and whom the sender speaks for are not judged here. The command what-if judges them.';

const JUDGED = 'Judged as sent by queue; pass --received-by to name another sender.';

async function explained(
  message: unknown,
  { options = [], sources = [], provenFormats = {}, unknownAge = 'confirm' }: Given = {},
) {
  const terminal = aTerminal();
  const environment = programEnvironment({
    terminal,
    readFile: () => Promise.resolve(Buffer.from(JSON.stringify(message))),
    formats: () => formats,
    policy: () => aPolicy({ sources, provenFormats, unknownAge }),
  });
  await program(environment, ['explain', ...options, 'a.json']);
  return terminal.seen.out;
}

interface Given {
  readonly options?: readonly string[];
  readonly sources?: readonly SourceRule[];
  readonly provenFormats?: Policy['provenFormats'];
  readonly unknownAge?: 'confirm' | 'revoke';
}

describe('explain says what an alert would do', () => {
  const APPROVAL = 'a.json: an alert (acme) that would wait for approval to sign out:';
  const SIGN_OUT = 'a.json: an alert (acme) that would sign out:';
  it('by the rules on events', async () => {
    expect((await explained(alert))[0]).toBe(SIGN_OUT);
    expect((await explained(alert, { sources: [confirming] }))[0]).toBe(APPROVAL);
  });
  it('when its time cannot be read', async () => {
    const unread = { ...alert, raised: 'yesterday' };
    expect((await explained(unread))[0]).toBe(APPROVAL);
    expect((await explained(unread, { unknownAge: 'revoke' }))[0]).toBe(SIGN_OUT);
  });
  it('when its request asks for approval', async () =>
    expect((await explained({ user: 'avery@contoso.com', confirm: true }))[0]).toBe(
      'a.json: a native request that asks for a confirmation and would wait for approval to sign out:',
    ));
  it.each([
    ['2026-11-23T06:00:00Z', false],
    ['2026-11-23T05:59:59Z', true],
    // Without a zone it may be fresh.
    ['2026-11-23T05:59:59', false],
  ])('when it was raised at %s', async (raised, isExpired) => {
    const line = '  age: older than maxRequestAge (240 min): it would end expired';
    expect((await explained({ ...alert, raised })).includes(line)).toBe(isExpired);
  });
  it('and that it does not judge everything', async () => {
    expect((await explained(alert)).at(-1)).toBe(NOT_JUDGED);
    expect(await explained({ ...alert, state: 'closed' })).not.toContain(NOT_JUDGED);
    expect(await explained(alert, { options: ['--json'] })).toHaveLength(1);
  });
});

describe('explain shows title, event and tenant of an alert', () => {
  const ofTenant = { ...alert, tenant: TENANT };
  it('that signs users out', async () =>
    expect(await explained(ofTenant)).toEqual(
      expect.arrayContaining([
        '  title: Spray',
        '  event: sign-in; no rule restricts it',
        `  tenant: ${TENANT}; rejected unless its sender may speak for this tenant`,
      ]),
    ));
  it.each([
    ['that is ignored', { ...ofTenant, state: 'closed' }],
    ['that names nobody', { ...ofTenant, mail: null }],
  ])('%s', async (_, message) => {
    expect((await explained(message)).slice(-4, -1)).toEqual([
      '  title: Spray',
      '  event: sign-in',
      `  tenant: ${TENANT}`,
    ]);
    const [json = ''] = await explained(message, { options: ['--json'] });
    expect(JSON.parse(json)).toMatchObject({ event: 'sign-in', tenantId: TENANT, alert: { title: 'Spray' } });
  });
});

it('explain shows a skipped account by its name and its path', async () => {
  const mail = '0123456789abcdef@contoso.com';
  expect(await explained({ ...alert, mail })).toContain(
    `  skipped: ${mail} (mail): is a PUID, which only looks like a user`,
  );
});

describe('explain judges by the sender', () => {
  const byQueue: SourceRule = { name: 'sources[0]', receivedBy: 'queue', effect: 'confirm' };
  const byWebhook = ['--received-by', 'webhook:acme'];
  it('which is the queue, and names the rule that decides', async () => {
    const out = await explained(alert, { sources: [byQueue] });
    expect(out[0]).toBe('a.json: an alert (acme) that would wait for approval to sign out:');
    expect(out).toContain('  event: sign-in; the rule sources[0] lets it sign users out with approval');
    expect(out.at(-2)).toBe(JUDGED);
    const [json = ''] = await explained(alert, { sources: [byQueue], options: ['--json'] });
    expect(JSON.parse(json)).toMatchObject({ receivedBy: 'queue', sourceRule: { name: 'sources[0]' } });
  });
  it('whom --received-by names', async () => {
    const out = await explained(alert, { sources: [byQueue], options: byWebhook });
    expect(out[0]).toBe('a.json: an alert (acme) that would sign out:');
    expect(out.at(-2)).toMatch(/^Judged as sent by webhook:acme; /);
  });
  it.each([
    ['an alert', alert],
    ['an alert that asks for nothing', { ...alert, state: 'closed' }],
  ])('who must have signed, where its format demands that: %s', async (_, message) => {
    const provenFormats = { acme: ['webhook:acme'] } as const;
    expect((await explained(message, { provenFormats })).slice(0, 2)).toEqual([
      'a.json: would be rejected as acme:',
      '  receivedBy: Alerts in the format acme count only with the signature of webhook:acme; this one is from queue.',
    ]);
    const [signed] = await explained(message, { provenFormats, options: byWebhook });
    expect(signed).not.toContain('rejected');
  });
  it('and refuses what is no sender', async () =>
    expect(explained(alert, { options: ['--received-by', 'somebody'] })).rejects.toMatchObject({
      code: 'commander.invalidArgument',
    }));
});

describe('explain --tenant', () => {
  it('names the key of another tenant once', async () =>
    expect(await explained({ ...alert, tenant: OTHER }, { options: ['--tenant', TENANT] })).toEqual([
      'a.json: would be rejected as acme:',
      `  tenantId: the request is for tenant ${OTHER}, but this app is connected to tenant ${TENANT}.`,
      JUDGED,
    ]));
  it('refuses what is no id, since it could not be compared', async () =>
    expect(explained(alert, { options: ['--tenant', 'contoso.com'] })).rejects.toMatchObject({
      code: 'commander.invalidArgument',
      message: expect.stringContaining('a GUID'),
    }));
});
