import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OF_THE_STACK, TAKEN, sayingOfSettings, takenFrom } from '../../local/passed-on-settings';

/** The settings that the page of settings has rows for. */
function documentedSettings(): string[] {
  const page = readFileSync(join(__dirname, '../../docs/settings.md'), 'utf8');
  const [beforePolicy = ''] = page.split('\n## Policy');
  return beforePolicy
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
}

describe('the settings of `npm start`', () => {
  const lists: readonly string[] = [...TAKEN, ...OF_THE_STACK];
  it('are all settings of the app: each is either taken from the environment or of the stack', () => {
    const documented = documentedSettings();
    expect(documented.length).toBeGreaterThan(20);
    expect(documented.filter((name) => !lists.includes(name))).toEqual([]);
    expect(new Set(lists).size).toBe(lists.length);
  });
  it('are taken from the environment, and nothing else is', () =>
    expect(
      takenFrom({
        REVOCATION_POLICY: '{}',
        MESSAGE_LOCALE: '',
        TENANT_ID: 'x',
        PATH: '/bin',
        HOME: undefined,
      }),
    ).toEqual({ REVOCATION_POLICY: '{}', MESSAGE_LOCALE: '' }));
  it('are named in the output: what was taken, and what was not', () => {
    expect(
      sayingOfSettings({ REVOCATION_POLICY: '{"mode":"whatIf"}', REVOCATION_MODE: 'whatIf', PATH: '' }),
    ).toBe('Settings taken from the environment: REVOCATION_MODE, REVOCATION_POLICY.');
    expect(sayingOfSettings({ TENANT_ID: 'x' })).toBe(
      'Not taken, since the local stack has its own: TENANT_ID.',
    );
    expect(sayingOfSettings({ PATH: '/bin' })).toBeUndefined();
  });
});
