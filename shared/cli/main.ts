#!/usr/bin/env node
import { randomUUID } from 'node:crypto';
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
  checkUp,
  clock,
  connect,
  connectApprovals,
  connectPreview,
  connectQuarantine,
  connectSwitch,
  connectTenants,
  decompress,
  formats,
  policy,
  tenantId,
  terminalSettings,
} from './wiring';

async function main(): Promise<ExitCode> {
  const { stdin: input, stdout: output, stderr: errors } = process;
  const terminal = terminalOn({ input, output, errors }, terminalSettings);
  const environment: ProgramEnvironment = {
    terminal,
    connect,
    connectQuarantine,
    connectApprovals,
    connectPreview,
    connectTenants,
    connectSwitch,
    checkUp,
    readFile: fileReader(input),
    formats,
    policy,
    tenantId: tenantId(),
    decompress,
    newId: randomUUID,
    now: () => clock.now(),
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

void main().then((code) => {
  process.exitCode = code;
});
