import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import vm from 'node:vm';

// Loaded before a host whose package is being built: when the host ends, the code of main.js that V8 has compiled by then is
// written beside it, after the digest of both.

class KeptScript extends vm.Script {
  constructor(wrapped: string, options: vm.ScriptOptions & { readonly filename: string }) {
    const { filename } = options;
    // The code holds the name; at a later start the name is the one that is given then.
    super(wrapped, { ...options, filename: 'main.js' });
    process.once('exit', () => {
      const code = this.createCachedData();
      const digest = createHash('sha256').update(readFileSync(filename)).update(code).digest();
      writeFileSync(filename.replace(/\.js$/, '.code'), Buffer.concat([digest, code]));
    });
  }
}

vm.Script = KeptScript;
