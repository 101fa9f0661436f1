import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Certificate } from '../tenant/certificate';

/** What the process is asked for. */
export type AskOfIdentity =
  | { readonly kind: 'start'; readonly certificate: Certificate }
  | { readonly kind: 'leadTo'; readonly address: string };

/** What it answers once it serves. */
export interface IdentityAnswer {
  readonly authority: string;
  readonly tokens: Readonly<Record<string, string>>;
}

/** A running OpenID provider, with which people sign in to the console. */
export interface IdentityProcess {
  /** The value of `API_AUTHORITY`; at its root is a page that leads to the console. */
  readonly authority: string;
  /** An access token for the API of each person, by their user principal name. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Sets the address of the console. */
  leadTo(address: string): void;
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
  const ask = (asked: AskOfIdentity): void => void child.send(asked);
  ask({ kind: 'start', certificate: options.certificate });
  const { authority, tokens } = await new Promise<IdentityAnswer>((resolve, reject) => {
    child.once('message', (message) => resolve(message as IdentityAnswer));
    child.once('close', (code) =>
      reject(new Error(`The identity provider ended with ${String(code)}:\n${written.join('')}`)),
    );
  });
  return {
    authority,
    tokens,
    leadTo: (address) => ask({ kind: 'leadTo', address }),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
