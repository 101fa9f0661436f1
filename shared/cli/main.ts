#!/usr/bin/env node
import { userInfo } from 'node:os';
import { CommanderError } from 'commander';
import { errorText } from './error-text';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { fileReader } from './message-files';
import type { ProgramEnvironment } from './program';
import { program } from './program';
import { terminalOn } from './terminal';
import {
  azure,
  clock,
  connectTenants,
  decompress,
  formats,
  newId,
  policy,
  profiles,
  reach,
  sealDesk,
  tenantId,
  terminalSettings,
} from './wiring';

async function main(): Promise<ExitCode> {
  const { stdin: input, stdout: output, stderr: errors } = process;
  const terminal = terminalOn({ input, output, errors }, terminalSettings);
  const environment: ProgramEnvironment = {
    terminal,
    reach,
    profiles,
    azure,
    connectTenants,
    sealDesk,
    readFile: fileReader(input),
    formats,
    policy,
    tenantId: tenantId(),
    decompress,
    newId,
    now: () => clock.now(),
    ended: interrupted(),
    requestedBy: userInfo().username,
  };
  try {
    const code = await program(environment, process.argv.slice(2));
    await terminal.flushed();
    return code;
  } catch (error) {
    // Commander has printed its own message already; its help ends with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.noAnswer;
    terminal.error(errorText(error));
    return exitCode.noAnswer;
  }
}

/** Ends with the first Ctrl-C; a second one ends the program. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}

void main().then((code) => {
  process.exitCode = code;
});
