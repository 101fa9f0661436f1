import type { EntryProblem, KnownEntry, ProtectedEntry } from '../core/protected-entry';
import { knownOf, problemOf, protectedEntries } from '../core/protected-entry';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import { lookUpEntry } from './look-up-entry';

/** Few: it happens beside the requests that arrive while the app starts. */
const MAX_PARALLEL_ENTRIES = 4;
/** An entry that another process has resolved within this time, in ms, is not resolved again at start. */
const FRESH_MS = 4 * 60_000;

/** What resolving needs from outside. */
export type ResolvingDependencies = Pick<
  Dependencies,
  'policy' | 'directory' | 'ledger' | 'telemetry' | 'clock'
>;

/** Which entries are resolved: all, or those that no process has resolved just now. */
export type WhichEntries = 'all' | 'stale';

/** What became of an entry; `unresolved`: the directory did not answer, and what was known before stays. */
export type EntryReport =
  | { readonly kind: 'problem'; readonly path: string; readonly problem: EntryProblem }
  | { readonly kind: 'unresolved'; readonly path: string };

/**
 * Resolves the entries of the policy's `protected` to object ids and records them in the ledger, from which every
 * instance of the app reads them. Returns the entries that do not protect what they seem to; each is reported to
 * operators as well.
 *
 * @throws Unavailable when the ledger cannot be reached
 */
export async function resolveProtected(
  dependencies: ResolvingDependencies,
  which: WhichEntries,
): Promise<readonly EntryReport[]> {
  const { policy, ledger, telemetry, clock } = dependencies;
  const entries = protectedEntries(policy.protected);
  if (entries.length === 0) return [];
  const known = await ledger.protectedEntries.read(policy.tenantId);
  const freshAfter = clock.now().getTime() - FRESH_MS;
  const due = entries.filter((entry) => {
    const checkedAt = Date.parse(knownOf(entry, known)?.checkedAt ?? '');
    return which === 'all' || !(checkedAt > freshAfter);
  });
  const reports = await inParallel(due, MAX_PARALLEL_ENTRIES, (entry) =>
    resolveEntry(dependencies, entry, knownOf(entry, known)),
  );
  const found = reports.filter((report) => report !== undefined);
  for (const report of found) {
    if (report.kind === 'problem') {
      telemetry.record({ kind: 'protectedEntry', path: report.path, problem: report.problem.kind });
    }
  }
  return found;
}

async function resolveEntry(
  { policy: { tenantId }, directory, ledger, clock }: ResolvingDependencies,
  entry: ProtectedEntry,
  earlier: KnownEntry | undefined,
): Promise<EntryReport | undefined> {
  const found = await lookUpEntry(directory, entry, earlier?.ids ?? []);
  const { kind, path } = entry;
  const known = found && {
    kind,
    entry: entry.entry,
    ids: found.ids.map((id) => id.toLowerCase()),
    state: found.state,
    checkedAt: clock.now().toISOString(),
  };
  if (known) await ledger.protectedEntries.record(tenantId, known);
  const problem = problemOf(entry, known ?? earlier);
  if (problem) return { kind: 'problem', path, problem };
  return known ? undefined : { kind: 'unresolved', path };
}
