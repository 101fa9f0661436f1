#!/usr/bin/env node
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { CommanderError } from 'commander';
import { systemClock } from '../adapters/system-clock';
import { configurationProblems, readServiceBusConfig } from '../config/read-environment';
import type { RequestChannel } from '../ports';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import type { ProgramEnvironment } from './program';
import { program } from './program';
import { terminalOn } from './terminal';

/** The CLI's composition root. */
async function main(): Promise<ExitCode> {
  const { stdin: input, stdout: output, stderr: errors } = process;
  const terminal = terminalOn({ input, output, errors });
  const environment: ProgramEnvironment = {
    terminal,
    connect,
    readFile: (file) => readFileSync(file === '-' ? process.stdin.fd : file),
    newId: randomUUID,
    now: () => systemClock.now(),
    requestedBy: userInfo().username,
  };
  try {
    return await program(environment, process.argv.slice(2));
  } catch (error) {
    // Commander has printed its own message already; its help ends with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.noAnswer;
    terminal.error(error instanceof Error ? error.message : String(error));
    return exitCode.noAnswer;
  }
}

/** The Azure SDKs take a while to load, and `explain` needs none of them. */
async function connect(subscription: string): Promise<RequestChannel> {
  const read = readServiceBusConfig(process.env);
  if (read.kind === 'invalid') throw new Error(configurationProblems(read.problems));
  const [{ DefaultAzureCredential }, { serviceBusClient }, { serviceBusRequestChannel }] = await Promise.all([
    import('@azure/identity'),
    import('../adapters/connections/service-bus-client.js'),
    import('../adapters/service-bus/service-bus-request-channel.js'),
  ]);
  const client = serviceBusClient(read.value.connection, () => new DefaultAzureCredential());
  return serviceBusRequestChannel(client, read.value.entities, subscription, systemClock);
}

void main().then((code) => {
  process.exitCode = code;
});
