import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Footprint } from '../../local/host/main';
import { ONE_QUEUE } from '../support/one-queue';

/** A process under measurement. */
export interface Contender {
  /** Also that of its queue, unless its environment names another. */
  readonly name: string;
  /** CPU time used so far, in ms; undefined where the system does not report it. */
  cpuMs(): number | undefined;
  /** The memory and the sockets that it holds, if it is a host. */
  footprint(): Promise<Footprint>;
  stop(): Promise<void>;
}

/** Starts a module as a process of its own and waits until it serves its queue. */
export async function startContender(options: {
  readonly name: string;
  readonly module: string;
  readonly args?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}): Promise<Contender> {
  const { name, module, args = [], environment } = options;
  // More users than the brake allows by default.
  const unlimited = { REVOCATION_POLICY: '{"brake":"none"}' };
  const env = {
    PATH: process.env['PATH'] ?? '',
    REVOCATION_QUEUE: name,
    ...ONE_QUEUE,
    ...unlimited,
    ...environment,
  };
  const child = fork(module, args, {
    env,
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`${name} ended with ${String(code)}.`)));
  });
  return {
    name,
    cpuMs: () => cpuMsOf(child),
    footprint: () =>
      new Promise((resolve) => {
        child.once('message', (answer) => resolve(answer as Footprint));
        child.send('footprint');
      }),
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  await closed;
}

const TICK_MS = 10;

function cpuMsOf({ pid }: ChildProcess): number | undefined {
  try {
    // proc(5): user and system time are fields 14 and 15; the name in parentheses may hold spaces.
    const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
}
