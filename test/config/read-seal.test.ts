import { describe, expect, it } from '@jest/globals';
import { readAppConfig } from '../../shared/config/read-environment';
import { readSeal } from '../../shared/config/read-seal';

const store = { kind: 'identity', blobServiceUri: 'https://a.blob.core.windows.net' } as const;
const read = (settings: Readonly<Record<string, string>>) => readSeal(settings, store);

describe('where outcomes are sealed', () => {
  it('is nowhere unless a setting says so', () => {
    expect(read({})).toEqual({ kind: 'valid', value: undefined });
    expect(read({ SEAL_OUTCOMES: 'false', SEAL_KEY: 'https://v.vault.azure.net/keys/k' })).toEqual({
      kind: 'valid',
      value: undefined,
    });
  });
  it('is in the blobs of the storage account of the ledger', () => {
    const least = { TENANT_ID: 'contoso', ServiceBusConnection__fullyQualifiedNamespace: 'n.example' };
    const ledger = { LEDGER_STORAGE__tableServiceUri: 'https://a.table.core.windows.net' };
    expect(readAppConfig({ ...least, ...ledger, SEAL_OUTCOMES: 'true' }, __dirname)).toMatchObject({
      value: { seal: { store } },
    });
    expect(
      readAppConfig({ ...least, LEDGER_STORAGE: 'memory', SEAL_OUTCOMES: 'true' }, __dirname),
    ).toMatchObject({
      problems: [expect.stringContaining('SEAL_OUTCOMES: needs blob storage')],
    });
  });
  it.each([
    ['https://v.vault.azure.net/keys/seal', 'https://vault.azure.net'],
    ['https://v.vault.usgovcloudapi.net/keys/seal', 'https://vault.usgovcloudapi.net'],
    ['https://v.vault.azure.cn/keys/seal', 'https://vault.azure.cn'],
    ['https://localhost:4711/keys/seal', 'https://vault.azure.net'],
  ])('signs heads by the key %s with tokens for %s', (keyId, audience) => {
    expect(read({ SEAL_OUTCOMES: 'true', SEAL_KEY: keyId })).toEqual({
      kind: 'valid',
      value: { store, key: { keyId, audience } },
    });
  });
  it.each([
    [{ SEAL_OUTCOMES: 'yes' }, 'SEAL_OUTCOMES: must be true or false'],
    [{ SEAL_KEY: 'http://v.vault.azure.net/keys/k' }, 'SEAL_KEY: is not the id of a key'],
    [{ SEAL_KEY: 'https://v.vault.azure.net/keys/k/0123' }, 'SEAL_KEY: is not the id of a key'],
    [{ SEAL_KEY: 'https://v.vault.azure.net/secrets/k' }, 'SEAL_KEY: is not the id of a key'],
  ])('is not read from %j', (settings, problem) => {
    expect(read(settings)).toMatchObject({ kind: 'invalid', problems: [expect.stringContaining(problem)] });
  });
});
