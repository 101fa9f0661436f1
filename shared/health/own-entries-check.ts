import type { Accounts } from '../core/policy';
import type { EntryProblem } from '../core/protected-entry';
import { problemOf, protectedEntries } from '../core/protected-entry';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import type { LookUpEntry } from './protected-check';
import { entryProblemText } from './protected-check';

/** So many entries of one connection are looked up, one after the other. */
const MAX_LOOKED_UP = 50;

/** Checks that each entry of `protected` that a connection adds leads to an account, group or role of its tenant. */
export function ownEntriesCheck(accounts: Accounts, lookUp: LookUpEntry): HealthCheck {
  return { name: 'protected accounts', run: () => check(accounts, lookUp) };
}

/** Names entries by their places: every holder of a function key can read this. */
async function check(accounts: Accounts, lookUp: LookUpEntry): Promise<CheckResult> {
  const entries = protectedEntries(accounts);
  const problems: string[] = [];
  let unanswered = 0;
  for (const entry of entries.slice(0, MAX_LOOKED_UP)) {
    const found = await lookUp(entry, []);
    if (!found) unanswered++;
    const problem: EntryProblem | undefined = problemOf(
      entry,
      found && { ...entry, ...found, checkedAt: '' },
    );
    if (problem) problems.push(`policy.${entry.path} ${entryProblemText(problem)}`);
  }
  if (problems.length > 0) {
    const remedy = 'Correct the entry in the connection; name accounts by object id.';
    return { status: 'failed', detail: `${problems.join('; ')}.`, remedy };
  }
  const rest = unanswered + Math.max(0, entries.length - MAX_LOOKED_UP);
  return rest > 0
    ? {
        status: 'warning',
        detail: `${String(rest)} of ${String(entries.length)} entries were not looked up.`,
      }
    : { status: 'ok', detail: 'Each entry of protected leads to one account, group or role.' };
}
