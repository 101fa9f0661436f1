import { afterAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { AzdEnvironment, deployed } from '../../support/azd-environment';
import { shells } from '../../support/shells';

const root = join(__dirname, '../../..');
const script = z.strictObject({ shell: z.enum(['sh', 'pwsh']), run: z.string() });
const hook = z.strictObject({ windows: script, posix: script });
const { hooks } = z
  .object({ hooks: z.object({ prepackage: hook, preprovision: hook }) })
  .parse(parse(readFileSync(join(root, 'azure.yaml'), 'utf8')));

const environments: AzdEnvironment[] = [];
afterAll(() => {
  for (const one of environments) one.remove();
});

function withApp(settings: Readonly<Record<string, string>>): AzdEnvironment {
  const made = AzdEnvironment.withApp(settings);
  environments.push(made);
  made.variables['HOME'] = made.folder;
  return made;
}

const SYSTEMS = { sh: 'posix', pwsh: 'windows' } as const;

describe('the hook before azd provisions', () => {
  it('is one program for both shells', () => {
    for (const { windows, posix } of Object.values(hooks)) {
      expect(windows).toEqual({ ...posix, shell: 'pwsh' });
      expect(posix.shell).toBe('sh');
    }
  });
  for (const { name, command, isMissing, frame } of shells) {
    (isMissing ? it.skip : it)(`stops azd in ${name} when something was set by hand, and only then`, () => {
      const path = (process.env['PATH'] ?? '').split(delimiter);
      const args = frame(hooks.preprovision[SYSTEMS[name]].run);
      const drifted = withApp({ ...deployed({ REVOCATION_MODE: 'whatIf' }), REVOCATION_MODE: 'revoke' });
      const stopped = drifted.spawn(command, args, path);
      expect([stopped.code, stopped.output]).toEqual([
        1,
        expect.stringContaining('REVOCATION_MODE was changed since the last deployment'),
      ]);
      const asWritten = withApp(deployed({ REVOCATION_MODE: 'whatIf' }));
      expect(asWritten.spawn(command, args, path)).toEqual({ code: 0, output: 'The settings are valid.\n' });
    });
  }
  it('finds the dependencies installed, which the hook before packaging does once', () => {
    const path = (process.env['PATH'] ?? '').split(delimiter);
    const made = withApp({});
    expect(made.spawn('sh', ['-c', hooks.prepackage.posix.run], path)).toEqual({ code: 0, output: '' });
    expect(made.spawn('node', ['infra/azd-hook.mjs', 'prepovision'], path).code).toBe(2);
  });
});
