import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A host in a process of its own. */
export interface HostProcess {
  readonly process: ChildProcess;
  /** The output of both streams so far. */
  readonly output: () => string;
  /** What it has written to its stream of errors so far. */
  readonly errorOutput: () => string;
  /** The functions of the app; an app with a wrong configuration has those of its health alone. */
  readonly functionNames: readonly string[];
  /** The address and the key of its HTTP functions, if it has any. */
  readonly http: { readonly origin: string; readonly key: string } | undefined;
  /** Runs a timer's function now, and resolves when it has run. */
  runTimer(functionName: string): Promise<void>;
  /** Ends the host as a platform would, with SIGTERM. */
  stop(): Promise<void>;
  /** Ends the host as a power cut would, with SIGKILL. */
  kill(): Promise<void>;
}

/** What a host sends to its parent once it serves. */
interface Serving extends Pick<HostProcess, 'http'> {
  readonly serving: readonly string[];
}

/**
 * Starts a host for the app in a folder and waits until the host serves.
 *
 * @throws with the host's output when the host ends instead
 */
export async function startHostProcess(options: {
  readonly projectFolder: string;
  readonly appFolder: string;
  readonly environment: Readonly<Record<string, string>>;
}): Promise<HostProcess> {
  const main = join(options.projectFolder, 'build/local/host/main.js');
  const child = fork(main, [options.appFolder], {
    env: { PATH: process.env['PATH'] ?? '', ...options.environment },
    silent: true,
  });
  const written: string[] = [];
  const errors: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => written.push(text));
  }
  child.stderr?.on('data', (text: string) => errors.push(text));
  const output = (): string => written.join('');
  const { http, serving } = await new Promise<Serving>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Serving));
    child.once('close', (code) => reject(new Error(`The host ended with ${String(code)}:\n${output()}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill(signal);
    await ended;
  };
  const runTimer = async (functionName: string): Promise<void> => {
    const ran = new Promise<void>((resolve) => {
      const listen = (message: unknown): void => {
        if ((message as { readonly ran?: string }).ran !== functionName) return;
        child.off('message', listen);
        resolve();
      };
      child.on('message', listen);
    });
    child.send(`run ${functionName}`);
    await ran;
  };
  return {
    process: child,
    output,
    errorOutput: () => errors.join(''),
    functionNames: serving,
    http,
    runTimer,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
