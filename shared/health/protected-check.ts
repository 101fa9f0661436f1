import { GUID } from '../core/guid';
import type { EntryProblem, KnownEntry, ProtectedEntry } from '../core/protected-entry';
import { knownOf, problemOf, protectedEntries } from '../core/protected-entry';
import type { Policy } from '../core/policy';
import type { Clock } from '../ports/clock';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import type { Ledger } from '../ports/ledger';
import { Unavailable } from '../ports/unavailable';

/** Entries are resolved every few minutes: none should be older than this. */
const STALE_AFTER_MS = 30 * 60_000;
/** The number of entries that one report names. */
const MAX_NAMED = 10;

const NOT_YET = 'Run the check again in five minutes; if it stays, check the permissions of Microsoft Graph.';
const NO_ANSWER = 'Microsoft Graph did not answer: see the checks of its permissions.';

type CheckedPolicy = Pick<Policy, 'tenantId' | 'protected'>;
type Known = Parameters<typeof knownOf>[1];

/** Looks up what an entry leads to, and writes nothing. Undefined when the directory did not answer. */
export type LookUpEntry = (
  entry: ProtectedEntry,
  earlierIds: readonly string[],
) => Promise<Pick<KnownEntry, 'state' | 'ids'> | undefined>;

/**
 * Checks that each entry of the policy's `protected` leads to the one object that it seems to name.
 *
 * @param lookUp for an operator, who may read names: looks up each entry that the ledger does not know to be in order, such
 *   as those of a draft. Absent: what the ledger knows counts, and reports name entries by their places
 */
export function protectedCheck(
  policy: CheckedPolicy,
  { protectedEntries: store }: Pick<Ledger, 'protectedEntries'>,
  clock: Clock,
  lookUp?: LookUpEntry,
): HealthCheck {
  return {
    name: 'protected accounts',
    async run() {
      try {
        const known = await store.read(policy.tenantId);
        const now = clock.now();
        return resultOf(policy, lookUp ? await lookedUp(policy, known, lookUp, now) : known, now, lookUp);
      } catch (failure) {
        if (!(failure instanceof Unavailable)) throw failure;
        return {
          status: 'failed',
          detail: 'What the entries of protected lead to cannot be read from the ledger.',
          remedy: 'See the check of the ledger.',
        };
      }
    },
  };
}

/** What is known of the entries once those have been looked up that the ledger does not know to be in order. */
async function lookedUp(
  { protected: accounts }: CheckedPolicy,
  known: Known,
  lookUp: LookUpEntry,
  now: Date,
): Promise<Known> {
  const due = protectedEntries(accounts).filter((entry) => knownOf(entry, known)?.state !== 'resolved');
  const found = await Promise.all(
    due.map(async (entry) => {
      const answer = await lookUp(entry, knownOf(entry, known)?.ids ?? []);
      return answer ? [{ ...entry, ...answer, checkedAt: now.toISOString() }] : [];
    }),
  );
  return [...found.flat(), ...known];
}

function resultOf(
  { protected: accounts }: CheckedPolicy,
  known: Known,
  now: Date,
  lookUp: LookUpEntry | undefined,
): CheckResult {
  const entries = protectedEntries(accounts);
  const nameOf = ({ path, entry }: ProtectedEntry): string => (lookUp ? `${path} (${entry})` : path);
  const problems = entries.flatMap((entry) => {
    const problem = problemOf(entry, knownOf(entry, known));
    return problem ? [`${nameOf(entry)} ${entryProblemText(problem)}`] : [];
  });
  if (problems.length > 0) {
    return {
      status: 'failed',
      detail: `${named(problems, '; ')}.`,
      remedy: 'Correct the entry in REVOCATION_POLICY; name accounts by object id.',
    };
  }
  const unknown = entries.filter((entry) => !knownOf(entry, known));
  if (unknown.length > 0) {
    const until = unknown.some(isByName)
      ? 'Until then a user is protected by the name in the policy only.'
      : 'Until then the ids in the policy protect.';
    return {
      status: 'warning',
      detail: `Not resolved yet: ${named(unknown.map(nameOf), ', ')}. ${until}`,
      remedy: lookUp ? NO_ANSWER : NOT_YET,
    };
  }
  const oldest = Math.min(...entries.map((entry) => Date.parse(knownOf(entry, known)?.checkedAt ?? '')));
  return now.getTime() - oldest > STALE_AFTER_MS
    ? {
        status: 'warning',
        detail: `The entries of protected were last resolved at ${new Date(oldest).toISOString()}; what was known then counts.`,
        remedy: 'Look for errors of the function resolveProtected, and check that Microsoft Graph answers.',
      }
    : { status: 'ok', detail: 'Each entry of protected leads to one account, group or role.' };
}

/** Whether only the directory knows whom an entry means. */
function isByName({ kind, entry }: ProtectedEntry): boolean {
  return kind === 'user' && !GUID.test(entry);
}

function named(entries: readonly string[], separator: string): string {
  const more = entries.length - MAX_NAMED;
  const first = entries.slice(0, MAX_NAMED).join(separator);
  return more > 0 ? `${first}${separator}and ${String(more)} more` : first;
}

/** What is wrong with an entry, as the rest of a sentence that begins with it. */
export function entryProblemText(problem: EntryProblem): string {
  switch (problem.kind) {
    case 'notFound':
      return 'does not exist in the directory';
    case 'renamed':
      return 'leads to nobody any more (the account that it led to before stays protected)';
    case 'several':
      return 'leads to several accounts';
    case 'notAUser':
      return 'is not a user';
    case 'invisible':
      return `contains an invisible character (${problem.codePoint})`;
    case 'mixedScripts':
      return `mixes Latin letters with those of another script (${problem.codePoint})`;
  }
}
