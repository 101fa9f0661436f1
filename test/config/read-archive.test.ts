import { describe, expect, it } from '@jest/globals';
import { readArchive } from '../../shared/config/read-archive';
import { readAppConfig } from '../../shared/config/read-environment';
import { TENANT_ID } from '../support/builders';

const ruleId = `dcr-${'0a'.repeat(16)}`;
const endpoint = 'https://dcr-x.westeurope-1.ingest.monitor.azure.com';
const read = (LOGS_INGESTION_ENDPOINT?: string, LOGS_INGESTION_RULE?: string) =>
  readArchive({ LOGS_INGESTION_ENDPOINT, LOGS_INGESTION_RULE });

describe('where outcomes are archived', () => {
  it('is nowhere unless it is set', () => {
    expect(read()).toEqual({ kind: 'valid', value: undefined });
    const least = { ServiceBusConnection: 'Endpoint=sb://x', LEDGER_STORAGE: 'memory', TENANT_ID };
    expect(readAppConfig(least, __dirname)).not.toHaveProperty('value.archive');
    const both = { LOGS_INGESTION_ENDPOINT: endpoint, LOGS_INGESTION_RULE: ruleId };
    expect(readAppConfig({ ...least, ...both }, __dirname)).toMatchObject({ value: { archive: { ruleId } } });
  });
  it.each([
    ['com', 'https://monitor.azure.com'],
    ['us', 'https://monitor.azure.us'],
    ['cn', 'https://monitor.azure.cn'],
  ])('is an endpoint of the cloud azure.%s, with tokens for %s', (suffix, audience) => {
    const written = `https://dcr-x.region-1.ingest.monitor.azure.${suffix}`;
    expect(read(`${written}/`, ruleId)).toEqual({
      kind: 'valid',
      value: { endpoint: written, ruleId, audience },
    });
  });
  it.each(['https://ingest.monitor.azure.cn.example/', 'https://x.ingest.monitor.azure.us.example/'])(
    'has tokens for the global cloud at any other endpoint: %s',
    (written) =>
      expect(read(written, ruleId)).toMatchObject({ value: { audience: 'https://monitor.azure.com' } }),
  );
  it.each<[string | undefined, string | undefined, string]>([
    [
      endpoint,
      undefined,
      'LOGS_INGESTION_RULE: is required with LOGS_INGESTION_ENDPOINT: set both, or neither',
    ],
    [
      undefined,
      ruleId,
      'LOGS_INGESTION_ENDPOINT: is required with LOGS_INGESTION_RULE: set both, or neither',
    ],
    [
      'http://x.example',
      ruleId,
      'LOGS_INGESTION_ENDPOINT: is not an https URL of a host (https://NAME.REGION.ingest.monitor.SUFFIX)',
    ],
    [endpoint, 'my-rule', 'LOGS_INGESTION_RULE: is not the immutable id of a data collection rule (dcr-…)'],
  ])('endpoint %s and rule %s: %s', (one, other, problem) =>
    expect(read(one, other)).toEqual({ kind: 'invalid', problems: [problem] }),
  );
});
