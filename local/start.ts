import { run } from './run';
import { claimStack, stackFolder } from './stack-folder';
import { whenEnded } from './when-ended';

const ended = whenEnded();

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

// Loaded by `npm-start.js`, which has read the options.
const work = process.argv.includes('--once') ? run(true, ended) : serveAlone();
void work.then((code) => {
  process.exitCode = code;
  // A call of the SDK that was interrupted would hold the process for its retries.
  if (ended.aborted) process.exit();
});
