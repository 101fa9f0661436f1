import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

// The entry of the package, `start.js`: it runs `main.js` from the code that V8 compiled when the package was built.

const mainFile = join(__dirname, 'main.js');
const codeFile = join(__dirname, 'main.code');
/** The length of a SHA-256 digest, in bytes. */
const DIGEST_LENGTH = 32;

/** What Node passes to a module. */
type Main = (
  ...passed: readonly [exports: object, require: NodeJS.Require, module: object, file: string, folder: string]
) => void;

/**
 * The compiled code, if it is that of this very text, and whole. V8 refuses what another version of it, or one with other
 * flags, has compiled; but of the text it compares the length alone, and it crashes on code that is damaged.
 */
function compiledCode(text: Buffer): Buffer | undefined {
  if (!existsSync(codeFile)) return undefined;
  const file = readFileSync(codeFile);
  const code = file.subarray(DIGEST_LENGTH);
  const digest = createHash('sha256').update(text).update(code).digest();
  return digest.equals(file.subarray(0, DIGEST_LENGTH)) ? code : undefined;
}

const text = readFileSync(mainFile);
const cachedData = compiledCode(text);
const script = new Script(
  `(function (exports, require, module, __filename, __dirname) {${text.toString()}\n})`,
  {
    filename: mainFile,
    ...(cachedData && { cachedData }),
  },
);
if (script.cachedDataRejected !== false) {
  console.log('main.js is compiled at this start: the package has no code for this version of Node.');
}
const main = script.runInThisContext() as Main;
main(module.exports as object, createRequire(mainFile), module, mainFile, __dirname);
