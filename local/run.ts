import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import { compact } from '../shared/core/compact';
import type { MethodEvent } from '../shared/messages/method-schema';
import type { Result } from '../shared/messages/result-schema';
import { API_AUDIENCE, CONSOLE_CLIENT_ID } from './api-token';
import type { HostProcess } from './host/host-process';
import type { IdentityProcess } from './identity/identity-process';
import { startIdentityProcess } from './identity/identity-process';
import type { LocalStack } from './local-stack';
import { startLocalStack } from './local-stack';
import { outcomeTable } from './outcome-table';
import { sayingOfSettings, takenFrom } from './passed-on-settings';
import type { Sample } from './samples';
import { readSamples } from './samples';
import type { Rows } from './samples-in-order';
import { samplesInOrder } from './samples-in-order';
import { progress } from './progress';
import { contosoAnswers } from './sharepoint/contoso-answers';
import { serve } from './serve';
import { showEvents } from './show-events';
import { prepareContoso } from './tenant/contoso-intruder';
import { failure } from './tenant/graph-api';
import { northwind } from './tenant/northwind';
import type { Transmitter } from './transmitter';
import { startTransmitter } from './transmitter';
import type { PassedOn } from './passed-on';
import { startPassedOn } from './passed-on';
import { webhookSender, withSender } from './webhook-sender';

const projectFolder = join(__dirname, '../..');
const AUDIENCE = 'https://revoker.contoso.com/';
/**
 * A policy to begin with: it protects the break-glass account, requires approval for administrators, and lets a request ask that sign-in
 * be disabled. The command line decides by the queue, and the token of the local stack is that of a sign-in at its start.
 */
const policy = {
  protected: { users: ['break-glass@contoso.com'] },
  confirmation: { roles: ['Global Administrator'] },
  approvals: { proof: 'optional', maxAuthAge: 'P1D' },
  brake: { users: 25, window: 'PT1H' },
  containment: { mayAsk: ['disableSignIn'] },
};
const SAMPLES_TIMEOUT_MS = 45_000;
/** It speaks for the tenant Northwind, and for no other. */
const northwindSender = webhookSender('northwind');

const table = outcomeTable(process.stdout, process.env);

/**
 * Starts the local stack and the app, sends the samples, and then serves further requests until `ended` is given. Returns
 * the exit code.
 *
 * @param isOnce whether it ends after the samples
 */
export async function run(isOnce: boolean, ended: AbortSignal): Promise<number> {
  const begin = progress((text) => table.line(text));
  begin('starts a Service Bus, a tenant and table storage');
  const stack = await startLocalStack({ projectFolder, sharePoint: contosoAnswers, connected: [northwind] });
  const { certificate } = stack;
  const [transmitter, identity, passedOn] = await Promise.all([
    startTransmitter(certificate),
    startIdentityProcess({ projectFolder, certificate }),
    startPassedOn(stack),
  ]);
  const client = new ServiceBusClient(stack.broker.connectionString);
  const work = runApp({ stack, transmitter, identity, passedOn, client, ended, begin }, isOnce);
  try {
    return await Promise.race([work, abortOf(ended).then(() => (isOnce ? 1 : 0))]);
  } finally {
    await client.close();
    await Promise.all([transmitter.stop(), identity.stop()]);
    await stack.stop();
    await passedOn.stop();
  }
}

/** What runs beside the app. */
interface Surroundings {
  readonly stack: LocalStack;
  readonly transmitter: Transmitter;
  readonly identity: IdentityProcess;
  readonly passedOn: PassedOn;
  readonly client: ServiceBusClient;
  readonly ended: AbortSignal;
  readonly begin: (step: string) => void;
}

async function runApp(around: Surroundings, isOnce: boolean): Promise<number> {
  const { stack, transmitter, identity, passedOn, ended, begin } = around;
  const { issuer, jwksUri } = transmitter;
  const issuers = [{ issuer, jwksUri, audience: AUDIENCE }];
  prepareContoso(stack.tenant);
  const taken = takenFrom(process.env);
  const settings = {
    REVOCATION_POLICY: JSON.stringify(policy),
    ...passedOn.settings,
    ...taken,
    WEBHOOK_SOURCES: withSender(taken.WEBHOOK_SOURCES, northwindSender),
    SECURITY_EVENT_ISSUERS: JSON.stringify(issuers),
    SEAL_OUTCOMES: 'true',
    API_AUDIENCE,
    API_AUTHORITY: identity.authority,
    API_CONSOLE_CLIENT_ID: CONSOLE_CLIENT_ID,
  };
  begin('starts the Functions host with the app');
  const host = await stack.startHost(settings);
  process.stderr.write(host.errorOutput());
  host.process.stderr?.pipe(process.stderr);
  // The app has said why it has nothing but its health.
  if (!host.functionNames.includes('revokeSessions')) return 1;
  const saying = sayingOfSettings(process.env);
  if (saying !== undefined) table.line(`${saying}\n`);
  table.line('queue revocation-requests -> function revokeSessions -> topic revocation-results\n');
  begin('sends the samples\n');
  const samples = readSamples(join(projectFolder, 'local/samples'));
  const areJudged = Object.keys(taken).length === 0;
  const wrong = await runSamples({ ...around, host, areJudged }, samples);
  if (isOnce) return wrong === 0 ? 0 : 1;
  const environment = { ...stack.environment, ...settings };
  const { tenant } = stack;
  table.line(
    await serve({ environment, http: host.http, transmitter, identity, tenant, audience: AUDIENCE }),
  );
  await abortOf(ended);
  return 0;
}

async function abortOf(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

interface Running extends Surroundings {
  readonly host: HostProcess;
  /** Whether the samples' expectations hold for the settings. */
  readonly areJudged: boolean;
}

/** Sends every sample and prints each outcome in their order. Returns how many outcomes were wrong or missing. */
async function runSamples(running: Running, samples: readonly Sample[]): Promise<number> {
  const { stack, host, passedOn, client, ended, areJudged } = running;
  const throttled = failure(429, 'TooManyRequests', 'Too many requests.', { 'Retry-After': '1' });
  stack.tenant.faults.add({ method: 'POST', path: 'a41-5d6c7e8f9a07', times: 1, answer: throttled });
  const rows: Rows = {
    row: (row) => table.row(compact({ ...row, tenant: otherTenant(row.result) })),
    missing: (row) => table.missing(row),
  };
  const inOrder = samplesInOrder(samples, rows, areJudged);
  table.header();
  const onMethod = (event: MethodEvent): void => {
    const sample = samples.find(({ messageId }) => messageId === event.data.requestId);
    table.method(sample?.number ?? '', event);
  };
  showEvents(client, ended, {
    onSentence: (text) => table.line(text),
    onMethod,
    onResult: (result) => inOrder.take(result),
  });
  const sender = client.createSender('revocation-requests');
  for (const { messageId, body, sender: posted } of samples) {
    if (posted === undefined) await sender.sendMessages({ messageId, body });
    else await northwindSender.post(host.http, body);
  }
  await Promise.race([inOrder.complete, sleep(SAMPLES_TIMEOUT_MS, undefined, { ref: false })]);
  const { received, expected, different } = inOrder.end();
  const kept = stack.broker.length('revocation-rejected');
  const judgement = areJudged
    ? 'not as expected'
    : 'other than with the default settings, which the samples expect (--)';
  table.line(
    `\n${String(received)} of ${String(expected)} outcomes, ${String(different)} ${judgement}; ${String(kept)} originals in quarantine.`,
  );
  table.line(await passedOn.summary(received));
  return (areJudged ? different : 0) + expected - received;
}

/** The name of the tenant of an outcome, where it is not the home tenant. */
function otherTenant({ data: { tenantId } }: Result): string | undefined {
  return tenantId === northwind.tenantId ? String(northwind.connection['name']) : undefined;
}
