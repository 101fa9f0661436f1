import { describe, expect, it } from '@jest/globals';
import { apiClient } from '../../shared/cli/api/api-client';
import { apiService } from '../../shared/cli/api/api-service';
import { program } from '../../shared/cli/program';
import type { Caller } from '../../shared/core/caller';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Policy } from '../../shared/core/policy';
import { aPerson, apiOfTwins } from '../support/api';
import { aPolicy, anApprovalRequest } from '../support/builders';
import { aContainment, averysItems, contain, stepsOfAvery, thingsOfAvery } from '../support/contained';
import { programEnvironment } from '../support/program-environment';
import { connectionTo } from '../support/service-sides';
import { aTerminal } from '../support/terminal';

const lead = aPerson('lead', 'read', 'approve', 'operate');
const why = ['--reason', 'The alert was false'];

/** A command line over the API of an app that has contained Avery. */
async function desk({
  answer,
  me = lead,
  quorum = 1,
  items = averysItems,
}: { answer?: boolean; me?: Caller; quorum?: number; items?: typeof averysItems } = {}) {
  const approvals: Policy['approvals'] = {
    ...aPolicy().approvals,
    proof: 'required',
    provesRestores: true,
    quorum,
  };
  const things: { made?: ReturnType<typeof thingsOfAvery> } = {};
  const app = apiOfTwins({ approvals }, { me }, ({ clock, dependencies }) => {
    things.made = thingsOfAvery(items, clock);
    return { dependencies: { ...dependencies, containmentMethods: things.made.methods } };
  });
  if (!things.made) throw new Error('There is nothing to take away.');
  await contain(app.dependencies, things.made.methods, aContainment({ steps: stepsOfAvery }));
  app.clock.advance(1000);
  const connection = connectionTo(app);
  const client = apiClient(connection);
  const service = () => apiService({ client, wait: connection.wait, now: () => app.clock.now() });
  const terminal = aTerminal({ interactive: answer !== undefined, ...(answer !== undefined && { answer }) });
  const environment = programEnvironment({ terminal, reach: () => Promise.resolve(service()) });
  const run = (...args: string[]) => program(environment, args);
  return { run, app, state: things.made.state, ...terminal.seen };
}

describe('session-revoker contained', () => {
  it('lists who is contained, what was changed and what is final', async () => {
    const { run, out } = await desk();
    expect(await run('contained')).toBe(0);
    expect(out.join('\n')).toContain('avery@contoso.com');
    expect(out.join('\n')).toContain('inc-1');
  });
  it('is empty of other users and requests, and prints data for scripts', async () => {
    const { run, out } = await desk();
    expect(await run('contained', '--user', 'blake@contoso.com')).toBe(0);
    expect(out).toEqual(['Nobody is contained.']);
    await run('contained', '--request', 'inc-1', '--json');
    expect(JSON.parse(out.at(-1) ?? '')).toMatchObject({ requestId: 'inc-1', state: 'open' });
  });
});

describe('session-revoker restore', () => {
  it('shows what would come back and what is final, asks, and has it done', async () => {
    const { run, out, asked, app, state } = await desk({ answer: true });
    expect(await run('restore', 'inc-1', ...why)).toBe(0);
    expect(out).toEqual([
      'avery@contoso.com:',
      '  comes back: disableSignIn (sign-in)',
      '  comes back: removeConsents (consent)',
      '  comes back: disableDevices (laptop)',
      '  is final: removeAuthenticationMethods (passkey)',
      'avery@contoso.com: is signed out once more, and then what was changed is brought back. The outcome: session-revoker history avery@contoso.com.',
    ]);
    expect(asked).toHaveLength(1);
    await app.drain();
    expect(state()).toMatchObject({ 'sign-in': true });
  });
  it('says so when nothing would come back', async () => {
    const { run, out } = await desk({ items: averysItems.filter(({ isFinal }) => isFinal === true) });
    expect(await run('restore', 'inc-1', '--what-if', ...why)).toBe(0);
    expect(out).toEqual([
      'avery@contoso.com:',
      '  nothing comes back: no change of the app is left',
      '  is final: removeAuthenticationMethods (passkey)',
    ]);
  });
  it.each<[string, readonly string[], boolean | undefined, number]>([
    ['with --what-if', ['--what-if'], undefined, 0],
    ['when the person says no', [], false, 1],
    ['without a terminal', [], undefined, 2],
  ])('changes nothing %s', async (_how, options, answer, code) => {
    const { run, app } = await desk(answer === undefined ? {} : { answer });
    expect(await run('restore', 'inc-1', ...why, ...options)).toBe(code);
    expect(app.requestQueue.sent).toEqual([]);
  });
  it('ends with 3 where more people must approve', async () => {
    const { run, out } = await desk({ quorum: 2 });
    expect(await run('restore', 'inc-1', ...why, '--no-confirm')).toBe(3);
    expect(out.at(-1)).toMatch(
      /^avery@contoso\.com: your approval counts; 1 of 2 people have approved \(\w+\)\.$/,
    );
  });
  it('ends with 1, and the reason, where it is refused', async () => {
    const other = await desk();
    expect(await other.run('restore', 'inc-2', ...why, '--no-confirm')).toBe(1);
    expect(other.error[0]).toContain('No containment that can be undone matches');
    const own = await desk({ me: aPerson('avery', 'approve') });
    expect(await own.run('restore', 'inc-1', ...why, '--no-confirm')).toBe(1);
    expect(own.error[0]).toContain('the user concerned cannot decide');
  });
  it('sends the message that only asks a person, where it goes the direct way', async () => {
    const sent: string[] = [];
    const requestQueue = {
      send: ({ body }: { readonly body: Uint8Array }) =>
        Promise.resolve(void sent.push(Buffer.from(body).toString())),
    };
    const results = {
      outcomes: () => {
        throw new Error('No outcome is waited for.');
      },
    };
    const terminal = aTerminal();
    const connect = () => Promise.resolve({ requestQueue, results, close: () => Promise.resolve() });
    const run = (...args: string[]) => program(programEnvironment({ terminal, connect }), args);
    expect(await run('restore', 'inc-1', ...why, '--user', 'avery@contoso.com', '--no-confirm')).toBe(3);
    expect(JSON.parse(sent[0] ?? '')).toEqual({
      restore: 'inc-1',
      user: 'avery@contoso.com',
      by: 'analyst',
      reason: 'The alert was false',
    });
    expect(await run('restore', 'inc-1', ...why, '--what-if')).toBe(2);
    await expect(run('contained')).rejects.toThrow('without --direct');
    await expect(run('give-up', 'inc-1', ...why, '--no-confirm')).rejects.toThrow('without --direct');
  });
});

describe('session-revoker give-up', () => {
  it('asks, and ends the record for good', async () => {
    const { run, out, state } = await desk({ answer: true });
    expect(await run('give-up', 'inc-1', ...why)).toBe(0);
    expect(out.at(-1)).toBe(
      'avery@contoso.com: given up. The app will not undo it, and has changed nothing now.',
    );
    expect(state()).toMatchObject({ 'sign-in': false });
    expect(await run('give-up', 'inc-1', ...why)).toBe(1);
  });
});

describe('a decision on steps that wait for an approval', () => {
  it('is asked for as what it is, and releasing others leaves it', async () => {
    const { run, asked, out, app, state } = await desk({ answer: false });
    const contain = { containment: storedId<OutcomeId>('contained-1'), steps: ['disableDevices' as const] };
    const { clock, ledger } = app.dependencies;
    const expiresAt = new Date(clock.now().getTime() + 3_600_000);
    const asking = anApprovalRequest({ contain, expiresAt: expiresAt.toISOString() });
    await ledger.approvals.put(asking, { now: clock.now(), expiresAt });
    await run('approve', asking.id);
    await run('decline', asking.id);
    expect(asked).toEqual([
      'Approve, so that these steps will be taken on this user: disableDevices?',
      'Decline, so that these steps will not be taken on this user: disableDevices?',
    ]);
    await run('release', '--request', asking.identity.requestId, '--no-confirm');
    expect(out.at(-1)).toBe('No user of this request waits for approval.');
    expect(state()).toMatchObject({ laptop: false });
  });
});

describe('a decision on a restore', () => {
  it('is asked for as what it is, and releasing others leaves it', async () => {
    const { run, asked, out, app, state } = await desk({ quorum: 2, answer: false });
    const other = apiClient(connectionTo(app));
    await other.call({ method: 'POST', path: 'restore', body: { requestId: 'inc-1', reason: 'False' } });
    const { body } = await other.call({ method: 'GET', path: 'approvals' });
    const [{ id }] = (body as { value: [{ id: string }] }).value;
    await run('approve', id);
    expect(asked[0]).toBe(
      'Approve, so that this user will be signed out once more, and what was changed be brought back?',
    );
    await run('decline', id);
    expect(asked[1]).toBe('Decline, so that this user will stay contained?');
    await run('release', '--request', 'inc-1', '--no-confirm');
    expect(out.at(-1)).toBe('No user of this request waits for approval.');
    expect(state()).toMatchObject({ 'sign-in': false });
  });
});
