import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Contender } from './contender';
import { startContender } from './contender';
import type { Path } from './paths';
import { BARE_LOOP, plain, severe, withAllPolicies, withAlertIds } from './paths';
import { maxConcurrentCalls, packagedApp, projectFolder } from './setting';
import type { StandIns } from './stand-ins';
import type { timedLine } from './timed-load';
import { median, percentile, spreadOf } from './statistics';

export const APP = 'app';
const BARE_FUNCTION: Path = { name: 'bare-function', bodyOf: plain };
const inMemory = { LEDGER_STORAGE: 'memory' };

/** What `npm run bench` compares: the app on its paths, and the yardsticks. */
export function throughputPaths({ tables, telemetry }: StandIns): readonly Path[] {
  const [toTelemetry, onTables] = [
    { APPLICATIONINSIGHTS_CONNECTION_STRING: telemetry },
    { LEDGER_STORAGE: tables },
  ];
  // No more than the brake admits come within its window.
  const allPolicies = withAllPolicies('PT5S');
  return [
    BARE_LOOP,
    BARE_FUNCTION,
    { name: APP, settings: inMemory, bodyOf: plain },
    { name: 'app-with-telemetry', settings: { ...inMemory, ...toTelemetry }, bodyOf: plain },
    { name: 'app-with-alert-id', settings: inMemory, bodyOf: withAlertIds('memory') },
    { name: 'app-with-all-policies', settings: { ...inMemory, ...allPolicies }, bodyOf: severe },
    { name: 'app-on-tables', settings: onTables, bodyOf: plain },
    { name: 'app-on-tables-with-alert-id', settings: onTables, bodyOf: withAlertIds('tables') },
  ];
}

/** Starts what a path is measured on. */
export function startPath(
  { name, settings }: Path,
  stackEnvironment: Readonly<Record<string, string>>,
): Promise<Contender> {
  const environment = { ...stackEnvironment, ...settings };
  const host = join(projectFolder, 'build/local/host/main.js');
  switch (name) {
    case BARE_LOOP.name: {
      const concurrency = { MAX_CONCURRENT_CALLS: String(maxConcurrentCalls()) };
      const module = join(__dirname, 'bare-loop.js');
      return startContender({ name, module, environment: { ...environment, ...concurrency } });
    }
    case BARE_FUNCTION.name:
      return startContender({ name, module: host, args: [bareFunction()], environment });
    default:
      return startContender({ name, module: host, args: [packagedApp], environment });
  }
}

/** A folder with the bare function as an app, with the app's own settings of the host. */
function bareFunction(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bare-app-'));
  const main = relative(folder, join(__dirname, 'bare-function.js'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ main }));
  writeFileSync(join(folder, 'host.json'), readFileSync(join(projectFolder, 'host.json'), 'utf8'));
  return folder;
}

export interface Throughput {
  readonly perSecond: number;
  /** Undefined where the system does not report it. */
  readonly cpuMs: number | undefined;
  readonly msToRevoke: number;
  readonly lateMsToRevoke: number;
}

/** Measures one path: first at full load, then with single requests. */
export async function throughputOf(
  line: ReturnType<typeof timedLine>,
  contender: Contender,
  { requests, alone }: { readonly requests: number; readonly alone: number },
): Promise<Throughput> {
  const before = contender.cpuMs();
  const perSecond = await line.atOnce(requests);
  const after = contender.cpuMs();
  const times = await line.alone(alone);
  return {
    perSecond,
    cpuMs: before === undefined || after === undefined ? undefined : (after - before) / requests,
    msToRevoke: median(times),
    lateMsToRevoke: percentile(times, 95),
  };
}

/** Prints figures and ratios. Each ratio is taken within a round, since only what was measured side by side can be compared. */
export function printThroughput(
  paths: readonly Path[],
  rounds: readonly (readonly Throughput[])[],
  aims: Readonly<Record<string, string>>,
): void {
  const of = (figure: keyof Throughput, n: number): number[] =>
    rounds.map((round) => round[n]?.[figure] ?? Number.NaN);
  const toBare = (figure: keyof Throughput, n: number): string => {
    const bare = of(figure, 0);
    return spreadOf(
      of(figure, n).map((value, round) => value / (bare[round] ?? Number.NaN)),
      2,
    );
  };
  const write = (cells: readonly string[]): void =>
    console.log(cells.map((cell) => cell.padEnd(24)).join(''));
  console.log(
    `\nmedian (least to greatest) of ${String(rounds.length)} rounds; ratios to the bare loop within a round`,
  );
  write([
    ''.padEnd(30),
    'requests/s',
    'ratio',
    'CPU ms each',
    'ratio',
    'ms to revoke',
    'ratio',
    'ms, 95 %',
    'aims',
  ]);
  for (const [n, { name }] of paths.entries()) {
    write([
      name.padEnd(30),
      spreadOf(of('perSecond', n), 0),
      toBare('perSecond', n),
      spreadOf(of('cpuMs', n), 2),
      toBare('cpuMs', n),
      spreadOf(of('msToRevoke', n), 1),
      toBare('msToRevoke', n),
      median(of('lateMsToRevoke', n)).toFixed(1),
      aims[name] ?? '',
    ]);
  }
}
