import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Certificate } from '../tenant/certificate';

/** A running OpenID provider, with which people sign in to the console. */
export interface IdentityProcess {
  /** The value of `API_AUTHORITY`. */
  readonly authority: string;
  stop(): Promise<void>;
}

/**
 * Starts the identity provider in a process of its own: its package has ECMAScript modules alone, which jest does not load.
 *
 * @throws with its output when it ends instead
 */
export async function startIdentityProcess(options: {
  readonly projectFolder: string;
  readonly certificate: Certificate;
}): Promise<IdentityProcess> {
  const child = fork(join(options.projectFolder, 'build/local/identity/main.js'), { silent: true });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => written.push(text));
  }
  child.send(options.certificate);
  const { authority } = await new Promise<{ readonly authority: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { readonly authority: string }));
    child.once('close', (code) =>
      reject(new Error(`The identity provider ended with ${String(code)}:\n${written.join('')}`)),
    );
  });
  return {
    authority,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
