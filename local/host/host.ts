import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { ManagedIdentityCredential } from '@azure/identity';
import { ServiceBusClient } from '@azure/service-bus';
import { compact } from '../../shared/core/compact';
import type { Binding, RegisteredFunction } from './core-api';
import { CoreApi } from './core-api';
import type { HttpEndpoint } from './http-trigger';
import { startHttpTriggers } from './http-trigger';
import { atMost, Invocations } from './invocations';
import { startServiceBusTrigger } from './service-bus-trigger';
import type { TimerTrigger } from './timer-trigger';
import { startTimerTrigger } from './timer-trigger';

export interface HostOptions {
  /** The folder with the app's package.json and host.json. */
  readonly appFolder: string;
  readonly log: (level: string, message: string) => void;
}

export interface Host {
  readonly functionNames: readonly string[];
  /** Present when the app has HTTP functions. */
  readonly http?: Pick<HttpEndpoint, 'origin' | 'key'>;
  /** Runs a timer's function now. */
  runTimer(functionName: string): Promise<void>;
  stop(): Promise<void>;
}

interface HostJson {
  readonly extensions?: {
    readonly serviceBus?: {
      readonly maxConcurrentCalls?: number;
      readonly maxAutoLockRenewalDuration?: string;
    };
  };
}

/** How long the host waits for invocations before it stops listening. */
const DRAIN_TIMEOUT_MS = 10_000;
/** How long the worker may take to end the app before the host kills it. */
const TERMINATION_TIMEOUT_MS = 5_000;
const CLOSING_TIMEOUT_MS = 1_000;

/** Loads an app as the Functions host and its worker would, and runs its triggers. */
export async function startHost({ appFolder, log }: HostOptions): Promise<Host> {
  const api = loadApp(appFolder);
  const hostJson = readJson(join(appFolder, 'host.json')) as HostJson;
  const { maxConcurrentCalls = 16, maxAutoLockRenewalDuration = '00:05:00' } =
    hostJson.extensions?.serviceBus ?? {};
  await api.runHooks('appStart');
  const clients: ServiceBusClient[] = [];
  const invocations = new Invocations();
  const httpFunctions = api.functions.filter((registered) => hasTrigger(registered, 'httpTrigger'));
  const http =
    httpFunctions.length > 0 ? await startHttpTriggers(api, httpFunctions, { invocations, log }) : undefined;
  const others = api.functions.filter((registered) => !httpFunctions.includes(registered));
  const timers = new Map<string, TimerTrigger>();
  const stops = others.map((registered) => {
    if (hasTrigger(registered, 'timerTrigger')) {
      const timer = startTimerTrigger(api, registered, { invocations, log });
      timers.set(registered.metadata.name, timer);
      return () => Promise.resolve(timer.stop());
    }
    if (!hasTrigger(registered, 'serviceBusTrigger')) {
      throw new Error(`This host does not support the trigger of ${registered.metadata.name}.`);
    }
    const client = connect(triggerBinding(registered).connection ?? '');
    clients.push(client);
    return startServiceBusTrigger(client, api, registered, {
      maxConcurrentCalls,
      maxAutoLockRenewalDurationInMs: milliseconds(maxAutoLockRenewalDuration),
      invocations,
      log,
    });
  });
  return compact({
    functionNames: api.functions.map(({ metadata }) => metadata.name),
    http,
    runTimer: async (name: string) => timers.get(name)?.run(),
    stop: async () => {
      // Messages and requests still arrive while the host waits.
      await invocations.drain(DRAIN_TIMEOUT_MS);
      await Promise.all([http?.stop(), ...stops.map((stop) => stop())]);
      loseOutput();
      await atMost(TERMINATION_TIMEOUT_MS, api.runHooks('appTerminate'));
      await atMost(CLOSING_TIMEOUT_MS, Promise.all(clients.map((client) => client.close())));
    },
  });
}

/** The host no longer reads what its worker writes when it has asked it to end. */
function loseOutput(): void {
  process.stdout.write = (): boolean => true;
}

function hasTrigger(registered: RegisteredFunction, type: string): boolean {
  return triggerBinding(registered).type === type;
}

function triggerBinding({ metadata }: RegisteredFunction): Binding {
  const found = Object.values(metadata.bindings).find(({ type }) => type.endsWith('Trigger'));
  if (!found) throw new Error(`${metadata.name} has no trigger.`);
  return found;
}

type Require = (this: unknown, id: string) => unknown;

/** Replaces `require` as the worker does, so that the library finds its core module. */
function loadApp(appFolder: string): CoreApi {
  const api = new CoreApi();
  const prototype = Module.prototype as unknown as { require: Require };
  const original = prototype.require;
  prototype.require = function (this: unknown, id: string): unknown {
    return id === '@azure/functions-core' ? api.module : original.call(this, id);
  };
  const { main } = readJson(join(appFolder, 'package.json')) as { readonly main: string };
  Module.createRequire(join(appFolder, 'package.json'))(join(appFolder, main));
  return api;
}

/** A trigger's connection is the prefix of settings: of a connection string, or of the namespace for an identity. */
function connect(name: string): ServiceBusClient {
  const connectionString = process.env[name];
  if (connectionString) return new ServiceBusClient(connectionString);
  const namespace = process.env[`${name}__fullyQualifiedNamespace`];
  if (namespace) return new ServiceBusClient(namespace, new ManagedIdentityCredential());
  throw new Error(`The setting ${name} is missing.`);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function milliseconds(duration: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = duration.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}
