import type { EventComparison } from '../app/compare-events';
import { compareEvents } from '../app/compare-events';
import { verifySeal } from '../app/verify-seal';
import type { Finding } from '../core/seal/finding';
import { dayOfTime } from '../core/seal/segment-name';
import { compact } from '../core/compact';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import type { ReadFile } from './message-files';
import type { Output } from './output/output';
import { printOne } from './output/print';
import type { SealDesk } from './seal-desk';
import { verifiedView } from './verified-view';

/** What the command `verify` needs. */
export interface VerifyEnvironment {
  readonly sealDesk: SealDesk;
  readonly readFile: ReadFile;
  readonly now: () => Date;
}

/** The options of a command line. */
export interface VerifyOptions {
  readonly from?: string;
  readonly to?: string;
  /** A file of public keys. */
  readonly key?: string;
  /** A file of events, one a line. */
  readonly events?: string;
}

/** So many findings are printed; all are counted. */
const MAX_PRINTED = 100;
/** The segment of a day is there a while after midnight, in ms. */
const OPENED_WITHIN_MS = 3_600_000;

/** Verifies the seal of the app, or what was downloaded of it, and prints what is not as it was sealed. */
export async function verify(
  path: string | undefined,
  { from, to, key, events }: VerifyOptions,
  output: Output,
  { sealDesk, readFile, now }: VerifyEnvironment,
): Promise<ExitCode> {
  const findings: Finding[] = [];
  let found = 0;
  const report = (finding: Finding): void => {
    found++;
    if (findings.length < MAX_PRINTED) findings.push(finding);
  };
  const isSignature = key === undefined ? undefined : await sealDesk.publicKeys(await readFile(key));
  const seal = await sealDesk.open(path);
  const compared = events === undefined ? undefined : await comparisonWith(events, sealDesk, report);
  const verified = await verifySeal({
    seal,
    now: now(),
    report,
    ...compact({ from, to, reaches: path === undefined ? lastDay(now()) : undefined }),
    ...compact({ isSignature, onEvent: compared?.onEvent }),
  });
  await compared?.end();
  await printOne(
    {
      ...verified,
      found,
      findings,
      hasKey: isSignature !== undefined,
      ...compact({ compared: compared?.events }),
    },
    verifiedView,
    output,
  );
  return found === 0 ? exitCode.done : exitCode.notDone;
}

function comparisonWith(
  file: string,
  { stream }: SealDesk,
  report: (finding: Finding) => void,
): Promise<EventComparison> {
  return compareEvents(() => stream(file), report);
}

/** The last day of which the seal of a running app must have a segment. */
function lastDay(now: Date): string {
  return dayOfTime(new Date(now.getTime() - OPENED_WITHIN_MS));
}
