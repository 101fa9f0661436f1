import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';

/** Code with its dependencies in one file, and the files that it was made of. */
export interface Bundle {
  readonly code: Uint8Array;
  readonly inputs: readonly string[];
}

/** Bundles a file for Node. The worker supplies `@azure/functions-core` at run time. */
export async function nodeBundle(
  projectFolder: string,
  entry: string,
  plugins: Plugin[] = [],
): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(projectFolder, entry)],
    absWorkingDir: projectFolder,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // What is loaded later is required: an import within a script that starts from compiled code is experimental in Node.
    supported: { 'dynamic-import': false },
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
