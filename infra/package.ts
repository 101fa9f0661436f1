import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { unzipSync, zipSync } from 'fflate';
import { licencesOf } from './licences';

// Run by `npm run package`: builds the zip for deployment, and unpacks it for the local stack and the tests, so that the
// tests run the deployed code.

const projectFolder = join(__dirname, '../..');
const target = join(projectFolder, 'package');
const zipFile = join(target, 'session-revoker.zip');
const appFolder = join(target, 'app');
/** A fixed time for the files of the zip, so that the same input has the same bytes (ZIP times begin in 1980). */
const FILE_TIME = new Date(1980, 0, 1);

interface Bundle {
  readonly code: Uint8Array;
  readonly inputs: readonly string[];
}

/** The SDK of Application Insights, half of all code, is a separate file: it is loaded after the first revocation. */
const TELEMETRY = 'application-insights-sink.js';
const separateTelemetry: Plugin = {
  name: 'telemetry-is-a-file-of-its-own',
  setup: (compilation) => {
    compilation.onResolve({ filter: /\/application-insights-sink\.js$/ }, () => ({
      path: `./${TELEMETRY}`,
      external: true,
    }));
  },
};

/** Bundles a file with its dependencies. The worker supplies `@azure/functions-core` at run time. */
async function bundle(entry: string, plugins: Plugin[] = []): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(projectFolder, entry)],
    absWorkingDir: projectFolder,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // ECMAScript modules where a package has them, so that unused code is removed.
    mainFields: ['module', 'main'],
    external: ['@azure/functions-core'],
    // Identifiers are not minified: errors are recognized by their names.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    outfile: 'bundle.js',
    plugins,
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild created no file.');
  return { code: file.contents, inputs: Object.keys(metafile.inputs) };
}

function manifest(): Uint8Array {
  const { name, version, license } = JSON.parse(
    readFileSync(join(projectFolder, 'package.json'), 'utf8'),
  ) as Readonly<Record<string, string>>;
  return text(`${JSON.stringify({ name, version, private: true, license, main: 'main.js' }, null, 2)}\n`);
}

/** Files of formats that an operator has put into `formats`, for `ALERT_FORMATS` to name. */
function operatorFormats(): Readonly<Record<string, Uint8Array>> {
  const folder = join(projectFolder, 'formats');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  return Object.fromEntries(
    files.sort().map((file) => [`formats/${file}`, readFileSync(join(folder, file))]),
  );
}

function text(written: string): Uint8Array {
  return new TextEncoder().encode(written);
}

async function main(): Promise<void> {
  const app = await bundle('functions/index.ts', [separateTelemetry]);
  const telemetry = await bundle('shared/adapters/telemetry/application-insights-sink.ts');
  const files = {
    'main.js': app.code,
    [TELEMETRY]: telemetry.code,
    'package.json': manifest(),
    'host.json': readFileSync(join(projectFolder, 'host.json')),
    ...operatorFormats(),
    LICENSE: readFileSync(join(projectFolder, 'LICENSE')),
    'THIRD-PARTY-LICENSES.txt': text(licencesOf(projectFolder, [...app.inputs, ...telemetry.inputs])),
  };
  const zip = zipSync(files, { level: 9, mtime: FILE_TIME });
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  writeFileSync(zipFile, zip);
  for (const [name, content] of Object.entries(unzipSync(zip))) {
    const file = join(appFolder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  console.log(
    `package/session-revoker.zip: ${(zip.length / 1024).toFixed(0)} KB, main.js ${(app.code.length / 1024).toFixed(0)} KB`,
  );
}

void main();
