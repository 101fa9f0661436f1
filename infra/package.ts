import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { unzipSync, zipSync } from 'fflate';
import { licencesOf, namesOf, packagesOf } from './licences';
import type { Bundle } from './node-bundle';
import { nodeBundle } from './node-bundle';
import { recordCode } from './record-code';

// Run by `npm run package`: builds the zip for deployment, and unpacks it for the local stack and the tests, so that the
// tests run the deployed code.

const projectFolder = join(__dirname, '../..');
const target = join(projectFolder, 'package');
const zipFile = join(target, 'session-revoker.zip');
const appFolder = join(target, 'app');
/** A fixed time for the files of the zip, so that the same input has the same bytes (ZIP times begin in 1980). */
const FILE_TIME = new Date(1980, 0, 1);

/** Large SDKs are in files of their own, which are loaded with their first use, by the names of their adapters. */
const LOADED_LATER: Readonly<Record<string, string>> = {
  'application-insights-sink.js': 'shared/adapters/telemetry/application-insights-sink.ts',
  'logs-ingestion-archive.js': 'shared/adapters/archive/logs-ingestion-archive.ts',
  'blob-stores.js': 'shared/adapters/connections/blob-stores.ts',
  'client-assertion.js': 'shared/adapters/tenants/client-assertion.ts',
  'sdk-identity.js': 'shared/adapters/connections/sdk-identity.ts',
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

const bundle = (entry: string, plugins: Plugin[] = []): Promise<Bundle> =>
  nodeBundle(projectFolder, entry, plugins);

const CONSOLE = 'shared/console/browser';

/** The script of the console, with its dependencies, for browsers of the last years. */
async function bundleConsole(): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(projectFolder, CONSOLE, 'main.ts')],
    absWorkingDir: projectFolder,
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    minify: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    outfile: 'console.js',
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild created no file.');
  return { code: file.contents, inputs: Object.keys(metafile.inputs) };
}

function consoleFile(name: string): Uint8Array {
  return readFileSync(join(projectFolder, CONSOLE, name));
}

function manifest(): Uint8Array {
  const { name, version, license } = JSON.parse(
    readFileSync(join(projectFolder, 'package.json'), 'utf8'),
  ) as Readonly<Record<string, string>>;
  return text(`${JSON.stringify({ name, version, private: true, license, main: 'start.js' }, null, 2)}\n`);
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
  const start = await bundle('infra/packaged-start.ts');
  const later = await Promise.all(
    Object.entries(LOADED_LATER).map(async ([file, entry]) => ({ file, ...(await bundle(entry)) })),
  );
  const page = await bundleConsole();
  const packages = packagesOf(
    projectFolder,
    [app, ...later, page].flatMap(({ inputs }) => inputs),
  );
  const files = {
    'start.js': start.code,
    'console/index.html': consoleFile('index.html'),
    'console/console.css': consoleFile('console.css'),
    'console/console.js': page.code,
    'main.js': app.code,
    ...Object.fromEntries(later.map(({ file, code }) => [file, code])),
    'package.json': manifest(),
    'host.json': readFileSync(join(projectFolder, 'host.json')),
    ...operatorFormats(),
    LICENSE: readFileSync(join(projectFolder, 'LICENSE')),
    'THIRD-PARTY-LICENSES.txt': text(licencesOf(packages)),
  };
  rmSync(target, { recursive: true, force: true });
  unpack(files);
  await recordCode(projectFolder);
  const code = readFileSync(join(appFolder, 'main.code'));
  const zip = zipSync({ ...files, 'main.code': code }, { level: 9, mtime: FILE_TIME });
  writeFileSync(zipFile, zip);
  writeFileSync(join(target, 'packages.json'), namesOf(packages));
  unpack(unzipSync(zip));
  console.log(
    `package/session-revoker.zip: ${kilobytes(zip)}, main.js ${kilobytes(app.code)}, main.code ${kilobytes(code)}`,
  );
}

function unpack(files: Readonly<Record<string, Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = join(appFolder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

function kilobytes({ length }: Uint8Array): string {
  return `${(length / 1024).toFixed(0)} KB`;
}

void main();
