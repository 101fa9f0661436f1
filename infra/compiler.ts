import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';

/** The command of the Bicep compiler, and its origin. */
export interface Compiler {
  readonly command: string;
  readonly origin: string;
}

/** Of the NuGet package `Azure.Bicep.CommandLine.PLATFORM`. */
const VERSION = '0.49.2';
const cache = join(__dirname, '../../.local/bicep');

/**
 * Finds the compiler: from `BICEP`, the pinned one as a NuGet package, or that on the path; undefined if there is none. Where
 * there is the .NET SDK, the pinned one can be fetched and no other is taken in its place.
 */
export function findCompiler(): Compiler | undefined {
  const named = process.env['BICEP'];
  if (named !== undefined) return { command: named, origin: named };
  if (hasDotnet()) return fromNuGet();
  return runs('bicep', ['--version'])
    ? { command: 'bicep', origin: 'the Bicep CLI on the path, of whichever version' }
    : undefined;
}

/** Whether the compiler can be fetched here, so that its absence is a failure. */
export function hasDotnet(): boolean {
  return runs('dotnet', ['--version']);
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function fromNuGet(): Compiler | undefined {
  const system = { linux: 'linux', darwin: 'osx', win32: 'win' }[platform() as string];
  if (system === undefined) return undefined;
  const name = `Azure.Bicep.CommandLine.${system}-${arch()}`;
  const file = system === 'win' ? 'bicep.exe' : 'bicep';
  const command = join(cache, 'packages', name.toLowerCase(), VERSION, 'tools', file);
  if (!existsSync(command) && !restore(name)) return undefined;
  chmodSync(command, 0o755);
  return { command, origin: `the NuGet package ${name} ${VERSION}` };
}

/** Downloads the package with a project that contains nothing else. */
function restore(name: string): boolean {
  mkdirSync(cache, { recursive: true });
  const project = join(cache, 'bicep.csproj');
  writeFileSync(
    project,
    `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="${name}" Version="[${VERSION}]" /></ItemGroup>
</Project>
`,
  );
  return runs('dotnet', ['restore', project, '--packages', join(cache, 'packages')]);
}
