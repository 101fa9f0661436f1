import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SOURCES = join(__dirname, '../contracts/dotnet-client');
/** The first SDK whose framework Azure's client supports. */
const MIN_SDK = 8;

const environment = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' };

/** The major version of the .NET SDK; undefined without one that can build the client. */
export function dotnetVersion(): number | undefined {
  const { stdout, error } = spawnSync('dotnet', ['--version'], { encoding: 'utf8', env: environment });
  const major = error ? 0 : Number.parseInt(stdout, 10);
  return major >= MIN_SDK ? major : undefined;
}

/** Builds the client in a folder of its own, runs it against a broker, and returns the result of each step. */
export async function runDotnetClient(
  sdk: number,
  connectionString: string,
): Promise<ReadonlyMap<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'dotnet-client-'));
  try {
    cpSync(SOURCES, folder, { recursive: true });
    const framework = `-p:TargetFramework=net${String(sdk)}.0`;
    // Without servers that outlive the build.
    const alone = ['-nodeReuse:false', '-p:UseSharedCompilation=false'];
    await dotnet(folder, 'build', '-c', 'Release', '-o', 'out', '--nologo', '-v', 'q', framework, ...alone);
    const lines = (await dotnet(folder, 'out/dotnet-client.dll', connectionString)).trim().split('\n');
    const steps = lines.map(
      (line) => JSON.parse(line) as { readonly step: string; readonly result: unknown },
    );
    return new Map(steps.map(({ step, result }) => [step, result]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function dotnet(cwd: string, ...args: readonly string[]): Promise<string> {
  try {
    return (await run('dotnet', args, { cwd, env: environment })).stdout;
  } catch (failure) {
    const { stdout, stderr } = failure as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`dotnet ${args.join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`, { cause: failure });
  }
}
