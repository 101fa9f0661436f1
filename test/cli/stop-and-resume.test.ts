import { describe, expect, it } from '@jest/globals';
import { inMemorySwitch } from '../../shared/adapters/ledger/in-memory-switch';
import { program } from '../../shared/cli/program';
import type { SwitchStore } from '../../shared/ports/switch-store';
import { fixedClock } from '../support/fixed-clock';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';

function desk(given: { readonly answer?: boolean; readonly store?: Partial<SwitchStore> } = {}) {
  const memory = inMemorySwitch(fixedClock());
  const store = { ...memory, ...given.store };
  const terminal = aTerminal({ interactive: given.answer !== undefined, ...given });
  const environment = programEnvironment({ terminal, connectSwitch: () => Promise.resolve(store) });
  const run = (...args: string[]) => program(environment, args);
  const state = async () => {
    const row = await memory.read();
    return row.kind === 'set' ? row.change : row.kind;
  };
  return { store: memory, run, state, ...terminal.seen };
}
const why = ['--reason', 'The SIEM is wrong.'];

describe('session-revoker stop', () => {
  it('stops without a question and without a terminal, in the name of the user at the machine', async () => {
    const { run, state, out, asked } = desk();
    expect(await run('stop', ...why)).toBe(0);
    expect(await state()).toMatchObject({ state: 'stopped', by: 'analyst', reason: 'The SIEM is wrong.' });
    expect(asked).toEqual([]);
    expect(out[0]).toBe(
      'All revocations were stopped at 2026-11-23T10:00:00.000Z by analyst: The SIEM is wrong.',
    );
  });
  it('stops in the name that is passed, and again where it is stopped already', async () => {
    const { run, state } = desk();
    await run('stop', ...why, '--by', 'lead@contoso.com');
    expect(await run('stop', '--reason', 'Still.', '--by', 'soc@contoso.com')).toBe(0);
    expect(await state()).toMatchObject({ state: 'stopped', by: 'soc@contoso.com', reason: 'Still.' });
  });
  it('reads nothing before: a row that is malformed or unreadable does not keep it from stopping', async () => {
    const read = () => Promise.reject(new Error('It cannot be read.'));
    const { run, state } = desk({ store: { read } });
    expect(await run('stop', ...why)).toBe(0);
    expect(await state()).toMatchObject({ state: 'stopped' });
  });
  it('says so when somebody has let revocations go on at the same time', async () => {
    const memory = inMemorySwitch(fixedClock());
    const set = (setting: Parameters<SwitchStore['set']>[0]) => memory.set({ ...setting, state: 'running' });
    const { run, error } = desk({ store: { set } });
    expect(await run('stop', ...why)).toBe(1);
    expect(error[0]).toMatch(/at the same time\. Revocations were resumed/);
  });
  it.each([['stop'], ['resume']])('%s demands a reason', async (command) => {
    const { run, state } = desk();
    await expect(run(command)).rejects.toMatchObject({ code: 'commander.missingMandatoryOptionValue' });
    expect(await state()).toBe('unset');
  });
});

describe('session-revoker resume', () => {
  it('shows the stop, asks, and lets revocations go on', async () => {
    const { store, run, state, out, asked } = desk({ answer: true });
    await store.set({ state: 'stopped', by: 'lead\u001b[2J', reason: 'Drill' });
    expect(await run('resume', ...why)).toBe(0);
    expect(asked).toEqual(['Let revocations go on?']);
    expect(out[0]).toMatch(/^All revocations were stopped at .* by lead\\u\{1b\}\[2J: Drill$/);
    expect(await state()).toMatchObject({ state: 'running', by: 'analyst', reason: 'The SIEM is wrong.' });
  });
  it('changes nothing when the person says no, or cannot be asked', async () => {
    for (const [given, code] of [
      [{ answer: false }, 1],
      [{}, 2],
    ] as const) {
      const { store, run, state } = desk(given);
      await store.set({ state: 'stopped', by: 'lead', reason: 'Drill' });
      expect(await run('resume', ...why)).toBe(code);
      expect(await state()).toMatchObject({ state: 'stopped' });
    }
  });
  it('asks nobody with --no-confirm', async () => {
    const { store, run, state } = desk();
    await store.set({ state: 'stopped', by: 'lead', reason: 'Drill' });
    expect(await run('resume', ...why, '--no-confirm')).toBe(0);
    expect(await state()).toMatchObject({ state: 'running' });
  });
  it('undoes no stop that the person has not seen', async () => {
    const memory = inMemorySwitch(fixedClock());
    const replace: SwitchStore['replace'] = async (found, setting) => {
      await memory.set({ state: 'stopped', by: 'other', reason: 'Another one.' });
      return memory.replace(found, setting);
    };
    const { run, error } = desk({ answer: true, store: { ...memory, replace } });
    await memory.set({ state: 'stopped', by: 'lead', reason: 'Drill' });
    expect(await run('resume', ...why)).toBe(1);
    expect(error[0]).toMatch(/^Nothing was changed: the switch was set again/);
    expect(await memory.read()).toMatchObject({ change: { state: 'stopped', reason: 'Another one.' } });
  });
  it.each([
    ['was never used', undefined],
    ['says running', 'running'],
  ] as const)('has nothing to do when the switch %s', async (_what, state) => {
    const { store, run, out } = desk({ answer: true });
    if (state) await store.set({ state, by: 'lead', reason: 'Drill' });
    expect(await run('resume', ...why)).toBe(0);
    expect(out).toEqual(['Revocations are not stopped.']);
  });
  it('does not guess what a malformed row means', async () => {
    const { run, error } = desk({
      answer: true,
      store: { read: () => Promise.resolve({ kind: 'malformed' }) },
    });
    expect(await run('resume', ...why)).toBe(1);
    expect(error[0]).toMatch(/Set it by session-revoker stop/);
  });
});
