import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { HostProcess } from '../../local/host/host-process';
import type { Ingestion, TelemetryItem } from '../../local/ingestion';
import { startIngestion } from '../../local/ingestion';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';

let stack: LocalStack;
let ingestion: Ingestion;
let talk: Conversation;
let host: HostProcess;

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder: join(__dirname, '../..') });
  ingestion = await startIngestion(stack.certificate);
  host = await stack.startHost({ APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString });
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
  await ingestion.stop();
});

const events = (): TelemetryItem[] => ingestion.items.filter(({ data }) => data?.baseType === 'EventData');

describe('the telemetry in Application Insights', () => {
  it('is one event per outcome, with the duration of each step, in the trace of its message, sent before the app ends', async () => {
    const traceIds = ['0af7651916cd43dd8448eb211c80319c', '1bf7651916cd43dd8448eb211c80319d'];
    const parent = (traceId: string | undefined): string => `00-${traceId ?? ''}-b7ad6b7169203331-01`;
    const [done] = await talk.ask(
      { user: 'avery@contoso.com', alert: { provider: 'Sentinel', severity: 'high' } },
      1,
      {
        applicationProperties: { traceparent: parent(traceIds[0]) },
      },
    );
    await talk.ask({ user: 'nobody@contoso.com' }, 1, {
      applicationProperties: { 'Diagnostic-Id': parent(traceIds[1]) },
    });
    await talk.ask('not a request');
    await host.stop();
    const outcomes = events();
    expect(outcomes.map(({ data }) => [data?.baseData.name, data?.baseData.properties?.['status']])).toEqual([
      ['RevocationOutcome', 'signOutPending'],
      ['RevocationOutcome', 'userNotFound'],
      ['RevocationOutcome', 'rejected'],
    ]);
    expect(outcomes.slice(0, 2).map(({ tags }) => tags?.['ai.operation.id'])).toEqual(traceIds);
    const [first] = outcomes.map(({ data }) => data?.baseData);
    expect(first?.properties).toMatchObject({
      outcomeId: done?.id,
      userId: done?.data.user?.id,
      source: 'Sentinel',
      severity: 'high',
      verified: 'true',
    });
    expect(Object.keys(first?.measurements ?? {}).sort()).toEqual([
      'attempts',
      'claimMs',
      'lookUpMs',
      'publishMs',
      'recordMs',
      'revokeMs',
      'totalMs',
      'verifyMs',
    ]);
    for (const duration of Object.values(first?.measurements ?? {})) expect(duration).toBeGreaterThan(0);
  });
  it('has no personal data except object ids', () => {
    const sent = JSON.stringify(events()).toLowerCase();
    expect(sent).not.toMatch(/avery|contoso|nobody|@/);
  });
});

describe('without a connection string', () => {
  it('the app logs that once, and processes requests', async () => {
    const withoutTelemetry = await stack.startHost();
    await talk.ask({ user: 'avery@contoso.com', whatIf: true });
    await talk.ask({ user: 'avery@contoso.com', whatIf: true });
    expect(withoutTelemetry.output().split('No telemetry is sent').length - 1).toBe(1);
    await withoutTelemetry.stop();
  });
});
