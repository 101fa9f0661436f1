import { describe, expect, it } from '@jest/globals';
import { publicKeys } from '../../shared/adapters/seals/public-keys';
import { program } from '../../shared/cli/program';
import type { SealReader } from '../../shared/ports/seal-store';
import { DAY_MS, anEvent, sealing, signer } from '../support/sealing';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';

const FIRST = '2026-11-23.0001.ndjson';

/** A seal of one day that is over, and of the next. */
async function aSeal() {
  const { store, seal, clock, keep } = sealing();
  for (const id of ['a', 'b']) await seal(anEvent(id));
  clock.advance(DAY_MS);
  await keep();
  return { store, now: () => clock.now() };
}

async function run(args: readonly string[], seal: SealReader, now: () => Date, file?: Uint8Array) {
  const terminal = aTerminal();
  const opened: (string | undefined)[] = [];
  const sealDesk = {
    open: (path: string | undefined) => {
      opened.push(path);
      return Promise.resolve(seal);
    },
    publicKeys: (key: Uint8Array) => Promise.resolve(publicKeys(key)),
    stream: async function* () {
      yield await Promise.resolve(file ?? Buffer.of());
    },
  };
  const readFile = () => Promise.resolve(signer.file);
  const code = await program(programEnvironment({ terminal, sealDesk, readFile, now }), ['verify', ...args]);
  return { code, opened, lines: terminal.seen.out };
}

describe('verify', () => {
  it('says up to where all is as it was sealed and signed, and ends with 0', async () => {
    const { store, now } = await aSeal();
    expect(await run(['--key', 'seal.json'], store, now)).toEqual({
      code: 0,
      opened: [undefined],
      lines: [
        '2 events in 2 segments, 2026-11-23.0001.ndjson to 2026-11-24.0001.ndjson.',
        'Signed by a given key up to 2026-11-23.0001.ndjson, and with it all before.',
        'All is as it was sealed.',
      ],
    });
  });
  it('says that signatures were not checked where no key was given', async () => {
    const { store, now } = await aSeal();
    const { code, opened, lines } = await run(['downloaded'], store, now);
    expect([code, opened]).toEqual([0, ['downloaded']]);
    expect(lines[1]).toMatch(/^1 signature not checked: pass the public key by --key\./);
  });
  it('names each finding with its place, and ends with 1', async () => {
    const { store, now } = await aSeal();
    const text = Buffer.from(store.stored.get(FIRST) ?? []).toString();
    store.stored.set(FIRST, Buffer.from(text.replace('"b"', '"\u001b"')));
    const { code, lines } = await run(['--key', 'seal.json'], store, now);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^2026-11-23\.0001\.ndjson, line 4: this is not what was sealed here/);
    expect(lines.at(-1)).toBe('NOT as it was sealed: 1 finding.');
  });
  it('finds the end of the seal missing where it reads the storage, and only up to the day that was asked for in a download', async () => {
    const { store, now } = await aSeal();
    const later = () => new Date(now().getTime() + 2 * DAY_MS);
    const { code, lines } = await run([], store, later);
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain('2026-11-26: nothing is sealed on this day');
    expect(await run(['downloaded', '--to', '2026-11-23'], store, later)).toMatchObject({ code: 0 });
  });
  it.each([0, 1, 59, 60, 61])(
    'verifies what is sealed today %d minutes after midnight, also where nothing was before',
    async (minutes) => {
      const { store, seal } = sealing('2026-11-24T00:00:00Z');
      await seal(anEvent('a'));
      const now = () => new Date(Date.parse('2026-11-24T00:00:00Z') + minutes * 60_000);
      expect(await run([], store, now)).toMatchObject({
        code: 0,
        lines: expect.arrayContaining([expect.stringMatching(/^1 event in 1 segment/)]),
      });
      const changed = Buffer.from(store.stored.get('2026-11-24.0001.ndjson') ?? []).toString();
      store.stored.set('2026-11-24.0001.ndjson', Buffer.from(changed.replace('"a"', '"b"')));
      expect(await run([], store, now)).toMatchObject({ code: 1 });
    },
  );
  it('compares with events of a file', async () => {
    const { store, now } = await aSeal();
    const file = Buffer.concat([anEvent('a'), Buffer.from('\n'), anEvent('x')]);
    const { code, lines } = await run(['--events', 'exported.ndjson'], store, now, file);
    expect(code).toBe(1);
    expect(lines).toContain('events, line 2: the event x is not in the seal.');
    expect(lines).toContain('2026-11-23.0001.ndjson, line 4: the event b is not in the file.');
  });
  it('prints what it has found as data', async () => {
    const { store, now } = await aSeal();
    const { lines } = await run(['--key', 'k', '-o', 'json'], store, now);
    expect(JSON.parse(lines.join('\n'))).toMatchObject({
      found: 0,
      findings: [],
      events: 2,
      signaturesChecked: true,
      coveredTo: FIRST,
    });
  });
  it('counts what it does not print', async () => {
    const { store, now } = await aSeal();
    const added = Buffer.from('{"id":"x","type":"y"}\n'.repeat(150));
    store.stored.set(FIRST, Buffer.concat([store.stored.get(FIRST) ?? Buffer.of(), added]));
    const { lines } = await run([], store, now);
    expect(lines).toContain('And 50 more.');
    expect(lines.at(-1)).toBe('NOT as it was sealed: 150 findings.');
  });
  it.each([
    ['--from', 'yesterday'],
    ['--to', '2026-13-01'],
    ['--to', '26-11-01'],
  ])('takes no %s %s', async (option, typed) => {
    const { store, now } = await aSeal();
    await expect(run([option, typed], store, now)).rejects.toThrow('Give a day in UTC');
  });
});
