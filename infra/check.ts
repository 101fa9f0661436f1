import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { bicep } from './bicep';
import { GRAPH_TEMPLATES, buildGraphTemplate } from './build-graph-template';
import type { Compiler } from './compiler';
import { findCompiler, hasDotnet } from './compiler';
import { TEMPLATES } from './deploy-button';
import { PARAMETER_SETS, snapshot } from './snapshots/snapshot';

// Run by `npm run infra:check`: compiles the templates, with the linter's findings as errors but for old API versions, and
// compares main.json and the snapshots of four deployments with the result. `npm run infra:build` writes them.

const infra = join(__dirname, '../../infra');
/** They are committed as they are compiled, for those who deploy without a compiler. */
const NAMES = TEMPLATES.map(({ file }) => file.replace(/\.json$/, ''));

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

function isStale(compiled: string, json: string): boolean {
  if (!existsSync(compiled)) return true;
  const [built, stored] = [json, readFileSync(compiled, 'utf8')].map((text) =>
    withoutGenerator(JSON.parse(text)),
  );
  return !isDeepStrictEqual(built, stored);
}

function checkTemplate(compiler: Compiler, template: string, isWriting: boolean): boolean {
  const source = `${template}.bicep`;
  const { isOk, output, findings, oldVersions } = bicep(compiler, 'build', join(infra, source), '--stdout');
  if (!isOk) return fail(findings.join('\n'));
  const compiled = join(infra, `${template}.json`);
  console.log(`infra/${source} compiles without findings of the linter.`);
  for (const [type, message] of oldVersions) {
    // A type of which the parent is listed has its version.
    if (!oldVersions.has(dirname(type))) console.log(`warning: ${type}: ${message}`);
  }
  if (isWriting) {
    writeFileSync(compiled, output.endsWith('\n') ? output : `${output}\n`);
    console.log(`infra/${template}.json written.`);
  } else if (isStale(compiled, output)) {
    return fail(`infra/${template}.json does not match its source: run npm run infra:build.`);
  } else {
    console.log(`infra/${template}.json matches its source.`);
  }
  return true;
}

function checkGraphTemplates(compiler: Compiler): boolean {
  return GRAPH_TEMPLATES.map((name) => {
    const { isOk, findings } = buildGraphTemplate(compiler, name);
    if (!isOk) return fail(findings.join('\n'));
    console.log(`infra/${name}/main.bicep compiles without findings of the linter.`);
    return true;
  }).every(Boolean);
}

function checkSnapshots(compiler: Compiler, isWriting: boolean): boolean {
  const results = PARAMETER_SETS.map((set) => {
    const { isOk, output, findings } = snapshot(compiler, set, isWriting);
    const name = `infra/snapshots/${set}.snapshot.json`;
    if (!isOk) {
      const problem = [...findings, output.trim()].join('\n');
      return fail(`${problem}\n${name} does not match main.bicep: run npm run infra:build.`);
    }
    console.log(isWriting ? `${name} written.` : `${name} matches main.bicep.`);
    return true;
  });
  return results.every(Boolean);
}

function fail(message: string): false {
  console.error(message);
  return false;
}

function main(): boolean {
  const isWriting = process.argv.includes('--write');
  const compiler = findCompiler();
  if (!compiler) {
    const remedy = 'Install the Bicep CLI, or the .NET SDK with a NuGet feed.';
    if (isWriting || hasDotnet()) return fail(`No Bicep compiler found. ${remedy}`);
    console.log(`No Bicep compiler found: infra:check was skipped. ${remedy}`);
    return true;
  }
  console.log(`Bicep compiler: ${compiler.origin}`);
  const areTemplatesOk = NAMES.every((template) => checkTemplate(compiler, template, isWriting));
  if (!areTemplatesOk || !checkGraphTemplates(compiler)) return false;
  return checkSnapshots(compiler, isWriting);
}

process.exitCode = main() ? 0 : 1;
