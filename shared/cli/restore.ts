import { ask } from './ask';
import { connected } from './connected';
import { containedView } from './contained-view';
import type {
  ContainmentsListed,
  ContainmentsNamed,
  ForeseenRestores,
  RestoreAnswer,
} from './containment-service';
import type { ExitCode } from './exit-code';
import { exitCode, worstOf } from './exit-code';
import type { Output } from './output/output';
import { print } from './output/print';
import { printable } from './printable';
import type { ForeseenRecord } from './records';
import { nameOfUser } from './records';
import type { ServiceEnvironment } from './service-environment';
import { noteUnusedName } from './service-environment';
import type { Terminal } from './terminal';

/** What is undone, why, and how it is asked for. */
export interface RestoreOptions extends ContainmentsNamed {
  readonly reason: string;
  readonly by?: string | undefined;
  readonly whatIf?: boolean | undefined;
  readonly confirm: boolean;
}

/** Prints what was done to users beside revoking. */
export async function listContained(
  asked: ContainmentsListed,
  output: Output,
  { service }: Pick<ServiceEnvironment, 'service'>,
): Promise<ExitCode> {
  return connected(service, async (app) => {
    await print(await app.containments.list(asked), containedView, output);
    return exitCode.done;
  });
}

/** Undoes the containments of a request, after what would come back was shown and it was confirmed. */
export async function restore(
  { requestId, user, reason, by, whatIf = false, confirm }: RestoreOptions,
  { terminal, service, requestedBy }: ServiceEnvironment,
): Promise<ExitCode> {
  return connected(service, async (app) => {
    noteUnusedName(app, by, terminal);
    const named = { requestId, user };
    const foreseen = await app.containments.foresee(named);
    const shown = show(foreseen, whatIf, terminal);
    if (shown !== undefined) return shown;
    const turnedDown = await ask(terminal, 'Sign out once more, and bring this back?', {
      confirm,
      instead: '--no-confirm to restore without asking, or --what-if',
      otherwise: 'Nothing was changed.',
    });
    if (turnedDown !== undefined) return turnedDown;
    return report(await app.containments.restore({ ...named, reason, by: by ?? requestedBy }), terminal);
  });
}

/** Shows what would come back. Returns the exit code if the command ends there. */
function show(foreseen: ForeseenRestores, whatIf: boolean, terminal: Terminal): ExitCode | undefined {
  switch (foreseen.kind) {
    case 'foreseen':
      for (const line of foreseen.value.flatMap(foreseenInWords)) terminal.out(line);
      return whatIf ? exitCode.done : undefined;
    case 'refused':
      terminal.error(printable(foreseen.text));
      return exitCode.notDone;
    case 'unknown':
      if (!whatIf) return undefined;
      terminal.error('What would be brought back is read by the HTTP API: without --direct.');
      return exitCode.noAnswer;
  }
}

function report(answers: readonly RestoreAnswer[], terminal: Terminal): ExitCode {
  for (const { kind, text } of answers)
    if (kind === 'refused') terminal.error(printable(text));
    else terminal.out(printable(text));
  return worstOf(answers.map(({ kind }) => CODES[kind]));
}

const CODES = { done: exitCode.done, waits: exitCode.waits, refused: exitCode.notDone } as const;

/** Ends containments that the app is not to undo. */
export async function giveUp(
  { requestId, user, reason, confirm }: Omit<RestoreOptions, 'by' | 'whatIf'>,
  { terminal, service }: ServiceEnvironment,
): Promise<ExitCode> {
  return connected(service, async (app) => {
    const turnedDown = await ask(terminal, 'Give up undoing this by the app, for good?', {
      confirm,
      instead: '--no-confirm to give up without asking',
      otherwise: 'Nothing was changed.',
    });
    if (turnedDown !== undefined) return turnedDown;
    return report(await app.containments.giveUp({ requestId, user, reason }), terminal);
  });
}

function foreseenInWords({ user, changes, final, refusal }: ForeseenRecord): readonly string[] {
  const listed = (what: string, all: ForeseenRecord['changes']): readonly string[] =>
    all.map(({ step, name }) => `  ${what}: ${step} (${name})`);
  const lines = [
    `${nameOfUser(user)}:`,
    ...(changes.length === 0 ? ['  nothing comes back: no change of the app is left'] : []),
    ...listed('comes back', changes),
    ...listed('is final', final),
    ...(refusal === undefined ? [] : [`  refused now: ${refusal}`]),
  ];
  return lines.map((line) => printable(line));
}
