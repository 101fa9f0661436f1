import { detail, writeDetail } from '../core/detail';
import { ask } from './ask';
import { connected } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { printable } from './printable';
import type { SwitchRecord } from './records';
import type { ServiceEnvironment } from './service-environment';
import { noteUnusedName } from './service-environment';

/** Why the switch is set, and by whom. */
export interface SwitchOptions {
  readonly reason: string;
  readonly by?: string;
}

/** Stops all revocations, without a question: whatever the switch says, they are stopped afterwards. */
export async function stop(
  { reason, by }: SwitchOptions,
  { terminal, service, requestedBy }: ServiceEnvironment,
): Promise<ExitCode> {
  return connected(service, async (app) => {
    noteUnusedName(app, by, terminal);
    const change = await app.emergencySwitch.stop({ by: by ?? requestedBy, reason });
    if (change.state !== 'stopped') {
      terminal.error(`Somebody has changed the switch at the same time. ${inWords(change)}`);
      return exitCode.notDone;
    }
    terminal.out(inWords(change));
    terminal.out(
      'Within seconds the app begins no further revocation, and every request ends notEnabled. Calls that are under way are not taken back. To go on: session-revoker resume.',
    );
    return exitCode.done;
  });
}

/** Lets revocations go on, after the stop was shown and it was confirmed; not if the switch has changed in between. */
export async function resume(
  { reason, by, confirm }: SwitchOptions & { readonly confirm: boolean },
  { terminal, service, requestedBy }: ServiceEnvironment,
): Promise<ExitCode> {
  return connected(service, async (app) => {
    noteUnusedName(app, by, terminal);
    const shown = await app.emergencySwitch.read();
    if (shown === 'malformed') {
      terminal.error(
        'The row of the switch says neither stopped nor running. Set it by session-revoker stop, then resume.',
      );
      return exitCode.notDone;
    }
    if (shown?.state !== 'stopped') {
      terminal.out('Revocations are not stopped.');
      return exitCode.done;
    }
    terminal.out(inWords(shown));
    const turnedDown = await ask(terminal, 'Let revocations go on?', {
      confirm,
      instead: '--no-confirm to resume without asking',
      otherwise: 'Nothing was changed.',
    });
    if (turnedDown !== undefined) return turnedDown;
    const change = await app.emergencySwitch.resume(shown, { by: by ?? requestedBy, reason });
    if (!change) {
      terminal.error('Nothing was changed: the switch was set again in between. Look at it once more.');
      return exitCode.notDone;
    }
    terminal.out(inWords(change));
    terminal.out('Requests that ended notEnabled are not repeated: send those again that are still needed.');
    return exitCode.done;
  });
}

function inWords({ state, at = 'unknown', by = 'unknown', reason = 'unknown' }: SwitchRecord): string {
  const values = { time: at, by, reason };
  const sentence =
    state === 'stopped' ? detail('revocationStopped', values) : detail('revocationResumed', values);
  return printable(writeDetail(sentence));
}
