import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Compiler } from './compiler';
import { findCompiler } from './compiler';

// What `npm run infra:check` runs: compiles the templates with the linter's findings as errors, and sees whether
// main.json is what main.bicep says. `npm run infra:build` writes main.json.

const infra = join(__dirname, '../../infra');
const compiled = join(infra, 'main.json');

type Built =
  | { readonly kind: 'built'; readonly json: string }
  | { readonly kind: 'failed' | 'outOfReach'; readonly said: string };

/** Compiles a file; whatever the compiler or its linter says is a failure. */
function build({ command, before }: Compiler, file: string): Built {
  const args = [...before, 'build', join(infra, file), '--stdout'];
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
  });
  if (status === 0 && stderr.trim() === '') return { kind: 'built', json: stdout };
  // BCP192: an artifact, here the types of Microsoft Graph, could not be fetched from its registry.
  return { kind: /\bBCP192\b/.test(stderr) ? 'outOfReach' : 'failed', said: stderr.trim() };
}

/** A template without what tells which compiler made it. */
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
  const [made, kept] = [json, readFileSync(compiled, 'utf8')].map((text) =>
    withoutGenerator(JSON.parse(text)),
  );
  return !isDeepStrictEqual(made, kept);
}

function main(): number {
  const compiler = findCompiler();
  if (!compiler) {
    console.log(
      'infra:check skipped: there is no Bicep compiler. Install the Bicep CLI, the Azure CLI, or the .NET SDK with a NuGet feed.',
    );
    return process.argv.includes('--write') ? 1 : 0;
  }
  console.log(`Bicep compiler: ${compiler.from}`);
  const built = build(compiler, 'main.bicep');
  if (built.kind !== 'built') {
    console.error(built.said);
    return 1;
  }
  console.log('infra/main.bicep compiles, and the linter has found nothing.');
  if (process.argv.includes('--write')) {
    writeFileSync(compiled, built.json.endsWith('\n') ? built.json : `${built.json}\n`);
    console.log('infra/main.json written.');
  } else if (isStale(built.json)) {
    console.error('infra/main.json is not what main.bicep says: npm run infra:build');
    return 1;
  } else {
    console.log('infra/main.json is what main.bicep says.');
  }
  return checkConsent(compiler);
}

function checkConsent(compiler: Compiler): number {
  const consent = build(compiler, 'graph-consent/main.bicep');
  switch (consent.kind) {
    case 'built':
      console.log('infra/graph-consent/main.bicep compiles, and the linter has found nothing.');
      return 0;
    case 'outOfReach':
      console.log(
        'infra/graph-consent/main.bicep skipped: the types of Microsoft Graph cannot be fetched from here.',
      );
      return 0;
    case 'failed':
      console.error(consent.said);
      return 1;
  }
}

process.exitCode = main();
