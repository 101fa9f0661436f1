import { connected } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { outcomeInWords } from './outcome-in-words';
import { outcomeView } from './outcome-view';
import type { Output } from './output/output';
import { isForPeople } from './output/output';
import { print } from './output/print';
import type { OutcomeRecord } from './records';
import type { ServiceEnvironment } from './service-environment';
import type { Watched } from './service';

type Reading = Pick<ServiceEnvironment, 'service' | 'terminal'>;

/** Prints the outcomes of a user, the newest first. */
export async function showHistory(
  { user, tenant }: { readonly user: string; readonly tenant?: string },
  output: Output,
  { service, terminal }: Reading,
): Promise<ExitCode> {
  return connected(service, async (app) => {
    const { since, outcomes } = await app.history(user, tenant);
    const none = `There is no outcome of this user since ${since}.`;
    await print(outcomes, { ...outcomeView, none }, output);
    if (isForPeople(output) && outcomes.length > 0) terminal.out(`Outcomes before ${since} are not kept.`);
    return exitCode.done;
  });
}

/** Prints the outcomes of a request so far. */
export async function showRequest(
  requestId: string,
  output: Output,
  { service, terminal }: Reading,
): Promise<ExitCode> {
  return connected(service, async (app) => {
    const outcomes = await app.requestOutcomes(requestId);
    if (!outcomes) {
      terminal.error(`No request with the id ${requestId} was accepted or answered.`);
      return exitCode.notDone;
    }
    await print(outcomes, { ...outcomeView, none: 'It has no outcome yet.', inWords: wordsOf }, output);
    return exitCode.done;
  });
}

function wordsOf(outcomes: readonly OutcomeRecord[]): readonly string[] {
  return outcomes.flatMap((outcome) => outcomeInWords(outcome));
}

/** Prints the outcomes of all users as they come, until the signal ends it. */
export async function watch(
  asked: Watched,
  { output, ended }: { readonly output: Output; readonly ended: AbortSignal },
  { service }: Reading,
): Promise<ExitCode> {
  return connected(service, async (app) => {
    for await (const outcome of app.watch(asked, ended)) {
      if (!output.terminal.isRead()) break;
      if (isForPeople(output)) for (const line of lineOf(outcome)) output.terminal.out(line);
      else await print([outcome], outcomeView, output);
    }
    return exitCode.done;
  });
}

function lineOf(outcome: OutcomeRecord): readonly string[] {
  const [first = '', ...others] = outcomeInWords(outcome);
  return [`${outcome.completedAt.slice(11, 19)} ${first}`, ...others];
}
