import { isActive } from '../core/connection';
import type { EntryProblem, KnownEntry, ProtectedEntry } from '../core/protected-entry';
import { knownOf, problemOf, protectedEntries } from '../core/protected-entry';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import type { Found } from './look-up-entry';
import { lookUpEntry } from './look-up-entry';
import { inTenant } from './tenant-dependencies';

/** Few: it happens beside the requests that arrive while the app starts. */
const MAX_PARALLEL_ENTRIES = 4;
/** An entry that any process has resolved within this time, in ms, is not resolved again at start. */
const FRESH_MS = 6 * 60_000;
/** How long, in ms, until an entry that led to an object before is looked up once more: Graph is eventually consistent. */
const LOOK_AGAIN_AFTER_MS = 3000;

/** What resolving needs from outside. */
export type ResolvingDependencies = Pick<
  Dependencies,
  'policy' | 'directory' | 'ledger' | 'telemetry' | 'clock'
>;

/** Resolves the entries of every tenant: those of the policy, and those that a connection adds in its tenant. */
export async function resolveProtectedEverywhere(
  home: Dependencies,
  which: WhichEntries,
): Promise<readonly EntryReport[]> {
  const { all } = await home.tenants.connections();
  const added = all.filter((connection) => connection.policy.protected !== undefined && isActive(connection));
  const reports = await inParallel(added, MAX_PARALLEL_ENTRIES, async (connection) => {
    const dependencies = inTenant(home, connection);
    const { protected: own = dependencies.policy.protected } = connection.policy;
    const policy = { ...dependencies.policy, protected: own };
    const found = await resolveProtected({ ...dependencies, policy }, which);
    return found.map((report) => ({ ...report, path: `tenants.${connection.tenantId}.${report.path}` }));
  });
  return [...(await resolveProtected(home, which)), ...reports.flat()];
}

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
  dependencies: ResolvingDependencies,
  entry: ProtectedEntry,
  earlier: KnownEntry | undefined,
): Promise<EntryReport | undefined> {
  const { ledger, clock, policy } = dependencies;
  const found = await lookUpTwice(dependencies, entry, earlier);
  const { kind, path } = entry;
  const known = found && {
    kind,
    entry: entry.entry,
    ...found,
    checkedAt: clock.now().toISOString(),
  };
  if (known) await ledger.protectedEntries.record(policy.tenantId, known);
  const problem = problemOf(entry, known ?? earlier);
  if (problem) return { kind: 'problem', path, problem };
  return known ? undefined : { kind: 'unresolved', path };
}

async function lookUpTwice(
  { directory, clock }: ResolvingDependencies,
  entry: ProtectedEntry,
  earlier: KnownEntry | undefined,
): Promise<Found | undefined> {
  const ids = earlier?.ids ?? [];
  const found = await lookUpEntry(directory, entry, ids);
  if (!found || found.state === 'resolved' || earlier?.state !== 'resolved') return found;
  await clock.sleep(LOOK_AGAIN_AFTER_MS);
  return lookUpEntry(directory, entry, ids);
}
