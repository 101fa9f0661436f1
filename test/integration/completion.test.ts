import { describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompletedShell } from '../../shared/cli/completion/scripts';
import { completionScript } from '../../shared/cli/completion/scripts';
import { wordsOf } from '../../shared/cli/completion/words';
import { program } from '../../shared/cli/program';
import { parsingTree } from '../support/command-words';
import { programEnvironment } from '../support/program-environment';
import { shells } from '../support/shells';
import { aTerminal } from '../support/terminal';

const [, pwsh] = shells;

/** How each shell is asked for the completions of a line. */
const ASK: Readonly<
  Record<CompletedShell, (script: string, line: string) => readonly [string, ...string[]]>
> = {
  bash: (script, line) => {
    const words = line.split(' ');
    const array = words.map((word) => `'${word}'`).join(' ');
    const asked = `COMP_WORDS=(${array}); COMP_CWORD=${String(words.length - 1)}; _session_revoker; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return ['bash', '--norc', '-c', `source '${script}'; ${asked}`];
  },
  zsh: (script, line) => {
    const words = line
      .split(' ')
      .map((word) => `'${word}'`)
      .join(' ');
    const asked = `words=(${words}); CURRENT=\${#words}; _session_revoker`;
    const stubs = `compdef() {}; _files() {}; compadd() { shift; print -l -- "$@" }`;
    return ['zsh', '-f', '-c', `${stubs}; source '${script}'; ${asked}`];
  },
  fish: (script, line) => ['fish', '--no-config', '-c', `source '${script}'; complete -C '${line}'`],
  powershell: (script, line) => [
    pwsh.command,
    '-NoProfile',
    '-Command',
    `. '${script}'; (TabExpansion2 '${line}' ${String(line.length)}).CompletionMatches.CompletionText`,
  ],
};

/** What a shell offers after a line, as far as it begins with the last word. */
function completed(shell: CompletedShell, line: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'completion-'));
  const script = join(folder, shell === 'powershell' ? 'script.ps1' : 'script');
  writeFileSync(script, completionScript(shell, wordsOf(parsingTree())));
  const [command, ...args] = ASK[shell](script, line);
  const found = execFileSync(command, args, { encoding: 'utf8', cwd: folder });
  rmSync(folder, { recursive: true });
  const last = line.split(' ').at(-1) ?? '';
  return found
    .split('\n')
    .map((one) => one.split('\t')[0]?.trim() ?? '')
    .filter((one) => one !== '' && one.startsWith(last));
}

const lines: readonly (readonly [line: string, some: readonly string[], not?: string])[] = [
  ['session-revoker ', ['pending', 'quarantine', 'completion'], 'list'],
  ['session-revoker pe', ['pending'], 'revoke'],
  ['session-revoker quarantine ', ['list', 'show', 'replay'], 'pending'],
  ['session-revoker dead-letters ', ['list', 'show', 'replay'], 'pending'],
  ['session-revoker -o json quarantine ', ['list', 'show', 'replay'], 'pending'],
  ['session-revoker revoke --', ['--user', '--no-confirm', '--output', '--query'], '--raw'],
  ['session-revoker pending -o ', ['table', 'json', 'jsonl', 'tsv', 'yaml'], 'list'],
  ['session-revoker completion ', [], 'pending'],
];

for (const shell of ['bash', 'zsh', 'fish', 'powershell'] as const) {
  const command = shell === 'powershell' ? pwsh.command : shell;
  const isMissing = spawnSync(command, ['-c', 'exit 0'], { stdio: 'ignore' }).status !== 0;
  if (isMissing) console.warn(`Skipped: completion in ${shell} needs ${command}.`);
  (isMissing ? describe.skip : describe)(`in ${shell}, completion`, () => {
    it.each(lines)('after "%s" offers %j', (line, some, not = '') => {
      const found = completed(shell, line);
      expect(found).toEqual(expect.arrayContaining([...some]));
      expect(found).not.toContain(not);
    });
  });
}

describe('session-revoker completion', () => {
  it.each(['bash', 'zsh', 'fish', 'powershell'] as const)('prints the script for %s', async (shell) => {
    const terminal = aTerminal();
    await program(programEnvironment({ terminal }), ['completion', shell]);
    expect(terminal.seen.out.join('\n')).toBe(completionScript(shell, wordsOf(parsingTree())));
  });
  it('refuses another shell', async () =>
    expect(program(programEnvironment({}), ['completion', 'tcsh'])).rejects.toThrow(
      'Allowed choices are bash',
    ));
});
