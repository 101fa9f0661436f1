import { run } from './run';
import { claimStack, stackFolder } from './stack-folder';
import { HELP, startOptions } from './start-options';
import { whenEnded } from './when-ended';

const ended = whenEnded();

/** Run by `npm start`. Returns the exit code. */
async function main(): Promise<number> {
  const options = startOptions(process.argv.slice(2));
  switch (options.kind) {
    case 'help':
      process.stdout.write(HELP);
      return 0;
    case 'wrong':
      process.stderr.write(`${options.problem}\n\n${HELP}`);
      return 2;
    case 'start':
      return options.once ? run(true, ended) : serveAlone();
  }
}

/** Serves, unless another stack of this folder does. */
async function serveAlone(): Promise<number> {
  const claim = claimStack(stackFolder, process.pid);
  if (claim.kind === 'taken') {
    process.stderr.write(
      `The local stack of this folder is running already, in process ${String(claim.pid)} (${claim.file}). End it first.\n`,
    );
    return 1;
  }
  try {
    return await run(false, ended);
  } finally {
    claim.release();
  }
}

void main().then((code) => {
  process.exitCode = code;
  // A call of the SDK that was interrupted would hold the process for its retries.
  if (ended.aborted) process.exit();
});
