import type { EntryProblem, ProtectedEntry } from '../core/protected-entry';
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

type CheckedPolicy = Pick<Policy, 'tenantId' | 'protected'>;

/** Checks that each entry of the policy's `protected` leads to the one object that it seems to name. */
export function protectedCheck(
  policy: CheckedPolicy,
  { protectedEntries: store }: Pick<Ledger, 'protectedEntries'>,
  clock: Clock,
): HealthCheck {
  return {
    name: 'protected accounts',
    async run() {
      try {
        return resultOf(policy, await store.read(policy.tenantId), clock.now());
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

type Known = Parameters<typeof knownOf>[1];

function resultOf({ protected: accounts }: CheckedPolicy, known: Known, now: Date): CheckResult {
  const entries = protectedEntries(accounts);
  const problems = entries.flatMap((entry) => {
    const problem = problemOf(entry, knownOf(entry, known));
    return problem ? [`${entry.path} ${entryProblemText(problem)}`] : [];
  });
  if (problems.length > 0) {
    return {
      status: 'failed',
      detail: `${named(problems, '; ')}.`,
      remedy: 'Correct the entry in REVOCATION_POLICY; name accounts by object id.',
    };
  }
  const isUnknown = (entry: ProtectedEntry): boolean => !knownOf(entry, known);
  const unknown = entries.filter(isUnknown).map(({ path }) => path);
  if (unknown.length > 0) {
    return {
      status: 'warning',
      detail: `Not resolved yet: ${named(unknown, ', ')}. Until then a user is protected by the name in the policy only.`,
      remedy: 'Run the check again in five minutes; if it stays, check the permissions of Microsoft Graph.',
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
