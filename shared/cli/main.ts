#!/usr/bin/env node
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { CommanderError } from 'commander';
import { systemClock } from '../adapters/system-clock';
import { readAlertFormats } from '../config/read-alert-formats';
import { configurationProblems, readServiceBusConfig } from '../config/read-environment';
import type { RequestChannel } from '../ports';
import type { QuarantineDesk } from './dead-letters';
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
    connectQuarantine,
    readFile: (file) => readFileSync(file === '-' ? process.stdin.fd : file),
    formats: () => {
      const read = readAlertFormats(process.env['ALERT_FORMATS']);
      if (read.kind === 'invalid') throw new Error(configurationProblems(read.problems));
      return read.formats;
    },
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

async function connect(subscription: string): Promise<RequestChannel> {
  const { client, entities } = await connectServiceBus();
  const { serviceBusRequestChannel } = await import('../adapters/service-bus/service-bus-request-channel.js');
  return serviceBusRequestChannel(client, entities, subscription, systemClock);
}

async function connectQuarantine(): Promise<QuarantineDesk> {
  const { client, entities } = await connectServiceBus();
  const [{ serviceBusQuarantine }, { serviceBusPostponedMessages }] = await Promise.all([
    import('../adapters/service-bus/service-bus-quarantine.js'),
    import('../adapters/service-bus/service-bus-postponed-messages.js'),
  ]);
  return {
    quarantine: serviceBusQuarantine(client, entities.rejectedQueue),
    requests: serviceBusPostponedMessages(client.createSender(entities.requestQueue)),
    close: () => client.close(),
  };
}

/** The Azure SDKs take a while to load, and `explain` needs none of them. */
async function connectServiceBus() {
  const read = readServiceBusConfig(process.env);
  if (read.kind === 'invalid') throw new Error(configurationProblems(read.problems));
  const [{ DefaultAzureCredential }, { serviceBusClient }] = await Promise.all([
    import('@azure/identity'),
    import('../adapters/connections/service-bus-client.js'),
  ]);
  const client = serviceBusClient(read.value.connection, () => new DefaultAzureCredential());
  return { client, entities: read.value.entities };
}

void main().then((code) => {
  process.exitCode = code;
});
