import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Compiler } from './compiler';
import { findCompiler } from './compiler';

// Run by `npm run infra:check`: compiles the templates, with the linter's findings as errors, and compares main.json with
// the result. `npm run infra:build` writes main.json.

const infra = join(__dirname, '../../infra');
const compiled = join(infra, 'main.json');

type Built =
  | { readonly kind: 'built'; readonly json: string }
  | { readonly kind: 'failed' | 'unreachable'; readonly output: string };

/** Compiles a file; any message of the compiler or its linter is a failure. */
function build({ command, firstArguments }: Compiler, file: string): Built {
  const args = [...firstArguments, 'build', join(infra, file), '--stdout'];
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
  });
  if (status === 0 && stderr.trim() === '') return { kind: 'built', json: stdout };
  // BCP192: an artifact, here the types of Microsoft Graph, could not be fetched from its registry.
  return { kind: /\bBCP192\b/.test(stderr) ? 'unreachable' : 'failed', output: stderr.trim() };
}

/** A template without the metadata of the compiler. */
function withoutGenerator(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutGenerator);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '_generator')
      .map(([name, item]) => [name, withoutGenerator(item)]),
  );
}

function isStale(json: string): boolean {
  if (!existsSync(compiled)) return true;
  const [built, stored] = [json, readFileSync(compiled, 'utf8')].map((text) =>
    withoutGenerator(JSON.parse(text)),
  );
  return !isDeepStrictEqual(built, stored);
}

function main(): number {
  const compiler = findCompiler();
  if (!compiler) {
    console.log(
      'No Bicep compiler found: infra:check was skipped. Install the Bicep CLI, the Azure CLI, or the .NET SDK with a NuGet feed.',
    );
    return process.argv.includes('--write') ? 1 : 0;
  }
  console.log(`Bicep compiler: ${compiler.origin}`);
  const built = build(compiler, 'main.bicep');
  if (built.kind !== 'built') {
    console.error(built.output);
    return 1;
  }
  console.log('infra/main.bicep compiles without findings of the linter.');
  if (process.argv.includes('--write')) {
    writeFileSync(compiled, built.json.endsWith('\n') ? built.json : `${built.json}\n`);
    console.log('infra/main.json written.');
  } else if (isStale(built.json)) {
    console.error('infra/main.json does not match main.bicep: run npm run infra:build.');
    return 1;
  } else {
    console.log('infra/main.json matches main.bicep.');
  }
  return checkConsent(compiler);
}

function checkConsent(compiler: Compiler): number {
  const consent = build(compiler, 'graph-consent/main.bicep');
  switch (consent.kind) {
    case 'built':
      console.log('infra/graph-consent/main.bicep compiles without findings of the linter.');
      return 0;
    case 'unreachable':
      console.log('Cannot fetch the types of Microsoft Graph: infra/graph-consent/main.bicep was skipped.');
      return 0;
    case 'failed':
      console.error(consent.output);
      return 1;
  }
}

process.exitCode = main();
