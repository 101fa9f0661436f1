import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import { compact } from '../shared/core/compact';
import type { MethodEvent } from '../shared/messages/method-schema';
import { methodEventSchema } from '../shared/messages/method-schema';
import type { Result } from '../shared/messages/result-schema';
import { resultSchema } from '../shared/messages/result-schema';
import type { HostProcess } from './host/host-process';
import type { LocalStack } from './local-stack';
import { startLocalStack } from './local-stack';
import { outcomeTable } from './outcome-table';
import type { Sample } from './samples';
import { difference, readSamples } from './samples';
import { contosoAnswers } from './sharepoint/contoso-answers';
import { contosoEligibleRoles, contosoRoles } from './tenant/contoso';
import { failure } from './tenant/graph-api';
import { northwind } from './tenant/northwind';
import type { Transmitter } from './transmitter';
import { startTransmitter } from './transmitter';
import { webhookSender, withSender } from './webhook-sender';

// Run by `npm start`: starts the local stack, sends the samples, and then serves further requests.

const projectFolder = join(__dirname, '../..');
const settingsFile = join(projectFolder, '.local/stack.env');
const tokenFile = join(projectFolder, '.local/session-revoked.jwt');
const AUDIENCE = 'https://revoker.contoso.com/';
/** The event of the local transmitter: the sessions of a member are no longer trusted. */
const sessionRevoked = {
  jti: randomUUID(),
  aud: AUDIENCE,
  sub_id: { format: 'email', email: 'casey@contoso.com' },
  events: {
    'https://schemas.openid.net/secevent/caep/event-type/session-revoked': { initiating_entity: 'policy' },
  },
};
/** A policy to begin with: it protects the break-glass account, and requires approval for administrators. */
const policy = {
  protected: { users: ['break-glass@contoso.com'] },
  confirmation: { roles: ['Global Administrator'] },
  brake: { users: 25, window: 'PT1H' },
};
const SAMPLES_TIMEOUT_MS = 45_000;
/** Settings of the app that can be tried with `npm start`; all others are those of the stack. */
const PASSED_ON = ['MESSAGE_LOCALE', 'ALERT_FORMATS', 'REVOCATION_MODE', 'REVOCATION_ENABLED'];

/** It speaks for the tenant Northwind, and for no other. */
const northwindSender = webhookSender('northwind');

const table = outcomeTable(process.stdout);

async function main(): Promise<number> {
  const stack = await startLocalStack({ projectFolder, sharePoint: contosoAnswers, connected: [northwind] });
  const transmitter = await startTransmitter(stack.certificate);
  const client = new ServiceBusClient(stack.broker.connectionString);
  try {
    const { issuer, jwksUri } = transmitter;
    const issuers = [{ issuer, jwksUri, audience: AUDIENCE }];
    stack.tenant.directory.roles.push(...contosoRoles);
    stack.tenant.directory.eligibleRoles.push(...contosoEligibleRoles);
    const settings = {
      ...passedOn(process.env),
      WEBHOOK_SOURCES: withSender(process.env['WEBHOOK_SOURCES'], northwindSender),
      SECURITY_EVENT_ISSUERS: JSON.stringify(issuers),
      REVOCATION_POLICY: JSON.stringify(policy),
    };
    const host = await stack.startHost(settings);
    host.process.stderr?.pipe(process.stderr);
    table.line('queue revocation-requests -> function revokeSessions -> topic revocation-results\n');
    const samples = readSamples(join(projectFolder, 'local/samples'));
    const wrong = await runSamples({ stack, host, client }, samples);
    if (process.argv.includes('--once')) return wrong === 0 ? 0 : 1;
    await serve({ ...stack.environment, ...settings }, host, transmitter);
    return 0;
  } finally {
    await client.close();
    await transmitter.stop();
    await stack.stop();
  }
}

function passedOn(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name): [string, string][] => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

interface Running {
  readonly stack: LocalStack;
  readonly host: HostProcess;
  readonly client: ServiceBusClient;
}

/** Sends every sample and prints each outcome. Returns how many outcomes were wrong or missing. */
async function runSamples({ stack, host, client }: Running, samples: readonly Sample[]): Promise<number> {
  const expected = samples.reduce((sum, { expect }) => sum + expect.length, 0);
  const throttled = failure(429, 'TooManyRequests', 'Too many requests.', { 'Retry-After': '1' });
  stack.tenant.faults.add({ method: 'POST', path: 'a41-5d6c7e8f9a07', times: 1, answer: throttled });
  let received = 0;
  let wrong = 0;
  let complete = (): void => undefined;
  const all = new Promise<void>((resolve) => (complete = resolve));
  table.header();
  const onMethod = (event: MethodEvent): void => {
    const sample = samples.find(({ messageId }) => messageId === event.data.requestId);
    table.method(sample?.number ?? '', event);
  };
  watchResults(client, onMethod, (result) => {
    const sample = samples.find(({ messageId }) => messageId === result.data.requestId);
    // Once the samples are complete, a person decides what follows.
    const problem = sample && received < expected ? difference(sample, result) : undefined;
    if (problem !== undefined) wrong++;
    table.row(compact({ number: sample?.number ?? '', result, wrong: problem }));
    if (sample && ++received === expected) complete();
  });
  const sender = client.createSender('revocation-requests');
  for (const { messageId, body, sender: posted } of samples) {
    if (posted === undefined) await sender.sendMessages({ messageId, body });
    else await northwindSender.post(host.http, body);
  }
  const inTime = await Promise.race([all.then(() => true), sleep(SAMPLES_TIMEOUT_MS, false, { ref: false })]);
  const missing = inTime ? 0 : expected - received;
  const kept = stack.broker.length('revocation-rejected');
  table.line(
    `\n${String(received)} of ${String(expected)} outcomes, ${String(wrong)} not as expected; ${String(kept)} originals in quarantine (revocation-rejected).`,
  );
  return wrong + missing;
}

function watchResults(
  client: ServiceBusClient,
  onMethod: (event: MethodEvent) => void,
  onResult: (result: Result) => void,
): void {
  client.createReceiver('revocation-results', 'console', { skipParsingBodyAsJson: true }).subscribe({
    processMessage: (message) => {
      const event: unknown = JSON.parse((message.body as Buffer).toString('utf8'));
      const late = methodEventSchema.safeParse(event);
      if (late.success) onMethod(late.data);
      else onResult(resultSchema.parse(event));
      return Promise.resolve();
    },
    processError: ({ error }) => {
      process.stderr.write(`${error.message}\n`);
      return Promise.resolve();
    },
  });
}

/** Serves until Ctrl-C, and writes the settings into the file that the scripts of the CLI read. */
async function serve(
  environment: Readonly<Record<string, string>>,
  { http }: HostProcess,
  transmitter: Transmitter,
): Promise<void> {
  mkdirSync(join(projectFolder, '.local'), { recursive: true });
  const lines = Object.entries(environment).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(settingsFile, lines.join(''), { mode: 0o600 });
  writeFileSync(tokenFile, await transmitter.sign(sessionRevoked), { mode: 0o600 });
  const webhook = `${http?.origin ?? ''}/api/alerts -H 'x-functions-key: ${http?.key ?? ''}'`;
  table.line(`
Serving until Ctrl-C. From another terminal, in this folder:
  npm run revoke -- --user blake@contoso.com --what-if --wait
  npm run revoke -- --user blake@contoso.com --wait
  npm run cli -- quarantine list  # lists the originals in quarantine, with the reason
  npm run cli -- pending          # lists the requests that wait for approval
  npm run cli -- doctor           # runs the health checks
  npm run cli -- tenants check    # checks the connected tenants
  curl ${webhook} -H 'content-type: application/json' -d '{"user":"blake@contoso.com"}'
  curl ${webhook} -H 'content-type: application/secevent+jwt' -d @.local/session-revoked.jwt
`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  for (const file of [settingsFile, tokenFile]) rmSync(file, { force: true });
}

void main().then((code) => {
  process.exitCode = code;
});
