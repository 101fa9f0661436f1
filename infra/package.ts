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

/** Large SDKs are in files of their own, which are loaded with their first use, by the names of their adapters. */
const LOADED_LATER: Readonly<Record<string, string>> = {
  'application-insights-sink.js': 'shared/adapters/telemetry/application-insights-sink.ts',
  'blob-originals.js': 'shared/adapters/originals/blob-originals.ts',
};
const inFilesOfTheirOwn: Plugin = {
  name: 'large-sdks-are-files-of-their-own',
  setup: (compilation) => {
    for (const file of Object.keys(LOADED_LATER)) {
      compilation.onResolve({ filter: new RegExp(`/${file.replace('.', '\\.')}$`) }, () => ({
        path: `./${file}`,
        external: true,
      }));
    }
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
  const app = await bundle('functions/index.ts', [inFilesOfTheirOwn]);
  const later = await Promise.all(
    Object.entries(LOADED_LATER).map(async ([file, entry]) => ({ file, ...(await bundle(entry)) })),
  );
  const files = {
    'main.js': app.code,
    ...Object.fromEntries(later.map(({ file, code }) => [file, code])),
    'package.json': manifest(),
    'host.json': readFileSync(join(projectFolder, 'host.json')),
    ...operatorFormats(),
    LICENSE: readFileSync(join(projectFolder, 'LICENSE')),
    'THIRD-PARTY-LICENSES.txt': text(
      licencesOf(
        projectFolder,
        [app, ...later].flatMap(({ inputs }) => inputs),
      ),
    ),
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
