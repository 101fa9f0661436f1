import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readAppConfig } from '../../shared/config/read-environment';
import { TENANT_ID } from '../support/builders';

const least = {
  ServiceBusConnection:
    'Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=b',
  LEDGER_STORAGE: 'memory',
  TENANT_ID,
};

function problemsWith(setting: string, value: string): readonly string[] {
  const read = readAppConfig({ ...least, [setting]: value }, __dirname);
  return read.kind === 'invalid' ? read.problems : [];
}

const DURATIONS: readonly (readonly [string, (duration: string) => readonly [string, unknown]])[] = [
  ['brake.window', (window) => ['REVOCATION_POLICY', { brake: { users: 1, window } }]],
  ['expiresAfter', (expiresAfter) => ['REVOCATION_POLICY', { confirmation: { expiresAfter } }]],
  ['maxRequestAge', (maxRequestAge) => ['REVOCATION_POLICY', { maxRequestAge }]],
  ['deduplicationWindow', (deduplicationWindow) => ['REVOCATION_POLICY', { deduplicationWindow }]],
  ['recordRetention', (recordRetention) => ['REVOCATION_POLICY', { recordRetention }]],
  [
    'tolerance',
    (tolerance) => ['WEBHOOK_SOURCES', [{ name: 'acme', secrets: ['0123456789abcdef'], tolerance }]],
  ],
];

describe('a duration', () => {
  const huge = fc.oneof(
    fc.bigInt({ min: 91n, max: 10n ** 400n }).map((days) => `P${String(days)}D`),
    fc.bigInt({ min: 14n, max: 10n ** 400n }).map((weeks) => `P${String(weeks)}W`),
    fc.bigInt({ min: 2161n, max: 10n ** 400n }).map((hours) => `PT${String(hours)}H`),
  );
  it.each(DURATIONS)('beyond its ceiling stops the start: %s', (name, settingWith) =>
    fc.assert(
      fc.property(huge, (duration) => {
        const [setting, value] = settingWith(duration);
        expect(problemsWith(setting, JSON.stringify(value))).toEqual(
          expect.arrayContaining([expect.stringMatching(new RegExp(`${name}: must not be longer than P`))]),
        );
      }),
    ),
  );
});

describe('a key that is written twice', () => {
  const spelled = (key: string): fc.Arbitrary<string> =>
    fc.array(fc.boolean(), { minLength: key.length, maxLength: key.length }).map((escaped) =>
      key
        .split('')
        .map((letter, n) =>
          escaped[n] ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter,
        )
        .join(''),
    );
  it.each([
    ['REVOCATION_POLICY', 'mode', (one: string, two: string) => `{"${one}":"whatIf","${two}":"revoke"}`],
    [
      'REVOCATION_POLICY',
      'users',
      (one: string, two: string) => `{"protected":{"${one}":["a@contoso.com"],"${two}":[]}}`,
    ],
    [
      'REVOCATION_POLICY',
      'CONTOSO',
      (one: string, two: string) => `{"netbiosDomains":{"${one}":"a.com","${two}":"b.com"}}`,
    ],
    [
      'WEBHOOK_SOURCES',
      'name',
      (one: string, two: string) => `[{"${one}":"a","${two}":"b","secrets":["0123456789abcdef"]}]`,
    ],
    ['SECURITY_EVENT_ISSUERS', 'issuer', (one: string, two: string) => `[{"${one}":"a","${two}":"b"}]`],
    ['ALERT_FORMATS', 'name', (one: string, two: string) => `[{"${one}":"a","${two}":"b"}]`],
  ])('stops the start, however it is spelled, in %s: %s', (setting, key, textOf) =>
    fc.assert(
      fc.property(spelled(key), spelled(key), (one, two) => {
        expect(problemsWith(setting, textOf(one, two)).join('\n')).toContain('twice');
      }),
    ),
  );
  it('stops the start in another case as well, where case makes no difference', () =>
    expect(
      problemsWith('REVOCATION_POLICY', '{"netbiosDomains":{"CONTOSO":"a.com","contoso":"b.com"}}'),
    ).toEqual(['REVOCATION_POLICY.netbiosDomains: has the same NetBIOS name twice, in another case']));
});
