import { writeDetail } from '../core/detail';
import { sentenceOf } from '../core/emergency-switch';
import type { SwitchChange } from '../core/switch-change';
import type { SwitchStore } from '../ports/switch-store';
import { ask } from './ask';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { printable } from './printable';
import type { Terminal } from './terminal';

export interface SwitchEnvironment {
  readonly terminal: Terminal;
  readonly connectSwitch: () => Promise<SwitchStore>;
  /** The user at the terminal. */
  readonly requestedBy: string;
}

/** Why the switch is set, and by whom. */
export interface SwitchOptions {
  readonly reason: string;
  readonly by?: string;
}

/** Stops all revocations, without a question: whatever the switch says, they are stopped afterwards. */
export async function stop(
  { reason, by }: SwitchOptions,
  { terminal, connectSwitch, requestedBy }: SwitchEnvironment,
): Promise<ExitCode> {
  const store = await connectSwitch();
  const change = await store.set({ state: 'stopped', by: by ?? requestedBy, reason });
  if (change.state !== 'stopped') {
    terminal.error(`Somebody has changed the switch at the same time. ${inWords(change)}`);
    return exitCode.notDone;
  }
  terminal.out(inWords(change));
  terminal.out(
    'Within seconds the app begins no further revocation, and every request ends notEnabled. Calls that are under way are not taken back. To go on: session-revoker resume.',
  );
  return exitCode.done;
}

/** Lets revocations go on, after the stop was shown and it was confirmed; not if the switch has changed in between. */
export async function resume(
  { reason, by, confirm }: SwitchOptions & { readonly confirm: boolean },
  { terminal, connectSwitch, requestedBy }: SwitchEnvironment,
): Promise<ExitCode> {
  const store = await connectSwitch();
  const row = await store.read();
  if (row.kind === 'malformed') {
    terminal.error(
      'The row of the switch says neither stopped nor running. Set it by session-revoker stop, then resume.',
    );
    return exitCode.notDone;
  }
  if (row.kind === 'unset' || row.change.state === 'running') {
    terminal.out('Revocations are not stopped.');
    return exitCode.done;
  }
  terminal.out(inWords(row.change));
  const turnedDown = await ask(terminal, 'Let revocations go on?', {
    confirm,
    instead: '--no-confirm to resume without asking',
    otherwise: 'Nothing was changed.',
  });
  if (turnedDown !== undefined) return turnedDown;
  const change = await store.replace(row.change, { state: 'running', by: by ?? requestedBy, reason });
  if (!change) {
    terminal.error('Nothing was changed: the switch was set again in between. Look at it once more.');
    return exitCode.notDone;
  }
  terminal.out(inWords(change));
  terminal.out('Requests that ended notEnabled are not repeated: send those again that are still needed.');
  return exitCode.done;
}

function inWords(change: SwitchChange): string {
  return printable(writeDetail(sentenceOf(change)));
}
