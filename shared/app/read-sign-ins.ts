import { follows, isLookDue } from '../core/eviction';
import type { SignIn, SignInFailure, SignInLogName } from '../core/sign-in';
import type { LogKnowledge, SignInKnowledge } from '../core/sign-in-reading';
import {
  MAX_NAMED,
  afterFailure,
  afterLook,
  afterNewest,
  afterPage,
  nextPass,
} from '../core/sign-in-reading';
import type { Watch } from '../core/watch';
import type { Clock } from '../ports/clock';
import type { SignInLog } from '../ports/sign-in-log';

/** So many pages of each log are read at a time: with the other queries, fewer than 5 requests in 10 s. */
const MAX_PAGES = 5;
/** So many queries for last successes at a time. */
const MAX_LOOKS = 3;

/** What was read of a tenant's sign-ins, and what is known then. */
export interface SignInsRead {
  readonly knowledge: SignInKnowledge;
  /** Successes that follow a watched revocation of their user. */
  readonly signIns: readonly SignIn[];
  /** The users whose last success was read. */
  readonly lookedAt: ReadonlySet<string>;
}

/** What reading needs. */
export interface ReadingSignIns {
  readonly signInLog: SignInLog;
  readonly clock: Pick<Clock, 'now'>;
  readonly watches: readonly Watch[];
  /** By policy. */
  readonly latenessMs: number;
}

/** Reads on in both logs, side by side, and then the last success of the users whose time to be looked at has come. */
export async function readSignIns(reading: ReadingSignIns, knowledge: SignInKnowledge): Promise<SignInsRead> {
  const ofUsers = Map.groupBy(reading.watches, ({ user }) => user.id);
  const isWatched = (signIn: SignIn): boolean =>
    ofUsers.get(signIn.userId)?.some((watch) => follows(signIn, watch)) ?? false;
  const [interactive, nonInteractive] = await Promise.all([
    readLog(reading, knowledge.logs, 'interactive', isWatched),
    readLog(reading, knowledge.logs, 'nonInteractive', isWatched),
  ]);
  const known = { ...knowledge, logs: { interactive: interactive.log, nonInteractive: nonInteractive.log } };
  const looked = await lookAtUsers(reading, known, isWatched);
  return { ...looked, signIns: [...interactive.signIns, ...nonInteractive.signIns, ...looked.signIns] };
}

interface LogRead {
  readonly log: LogKnowledge;
  readonly signIns: readonly SignIn[];
}

async function readLog(
  { signInLog, clock, watches }: ReadingSignIns,
  logs: SignInKnowledge['logs'],
  name: SignInLogName,
  isWatched: (signIn: SignIn) => boolean,
): Promise<LogRead> {
  let log = logs[name];
  const signIns: SignIn[] = [];
  const now = () => clock.now().getTime();
  let pass = nextPass(log, watches, now());
  for (let pages = 0; pass && pages < MAX_PAGES; pages++) {
    const page = await signInLog.read(name, pass);
    if (page.kind === 'failed') return { log: afterFailure(log, page.reason, now()), signIns };
    const shown = page.signIns.filter(isWatched);
    signIns.push(...shown);
    log = afterPage(log, pass, { shown, next: page.next }, now());
    pass = log.open;
  }
  if (log.failure) return { log, signIns };
  const newest = await signInLog.newest(name);
  if (newest.kind === 'failed') return { log: afterFailure(log, newest.reason, now()), signIns };
  return { log: afterNewest(log, newest.signIn, now()), signIns };
}

/** Looks first at those on whom a verdict is due: an earlier look only finds sooner what the logs show as well. */
async function lookAtUsers(
  { signInLog, clock, watches, latenessMs }: ReadingSignIns,
  knowledge: SignInKnowledge,
  isWatched: (signIn: SignIn) => boolean,
): Promise<SignInsRead> {
  const now = clock.now().getTime();
  const due = Map.groupBy(watches, (watch) => isLookDue(watch, { knowledge, latenessMs }, now));
  const userIds = [...(due.get('verdict') ?? []), ...(due.get('look') ?? [])].map(({ user }) => user.id);
  const parts = inParts([...new Set(userIds)]).slice(0, MAX_LOOKS);
  const lookedAt: string[] = [];
  const signIns: SignIn[] = [];
  let failure: SignInFailure | undefined;
  for (const part of parts) {
    const read = await signInLog.lastSuccesses(part);
    if (read.kind === 'failed') {
      failure = read.reason;
      break;
    }
    lookedAt.push(...part);
    signIns.push(...read.signIns.filter(isWatched));
  }
  const known = afterLook(knowledge, { userIds: lookedAt, shown: signIns, failure }, now);
  return { knowledge: known, signIns, lookedAt: new Set(lookedAt) };
}

function inParts(userIds: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(userIds.length / MAX_NAMED);
  return Array.from({ length: count }, (_, n) => userIds.slice(n * MAX_NAMED, (n + 1) * MAX_NAMED));
}
