import { beforeAll, describe, expect, it } from '@jest/globals';
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

/** What a shell prints before the completions of each line. */
const MARK = '--- line';

/** How each shell is asked for the completions of lines, all by one process: PowerShell takes seconds to start. */
const ASK: Readonly<
  Record<CompletedShell, (script: string, lines: readonly string[]) => readonly [string, ...string[]]>
> = {
  bash: (script, asked) => {
    const each = asked.map((line) => {
      const words = line.split(' ');
      const array = words.map((word) => `'${word}'`).join(' ');
      return `COMPREPLY=(); COMP_WORDS=(${array}); COMP_CWORD=${String(words.length - 1)}; _session_revoker; echo '${MARK}'; printf '%s\\n' "\${COMPREPLY[@]}"`;
    });
    return ['bash', '--norc', '-c', [`source '${script}'`, ...each].join('; ')];
  },
  zsh: (script, asked) => {
    const stubs = `compdef() {}; _files() {}; compadd() { shift; print -l -- "$@" }`;
    const each = asked.map((line) => {
      const words = line.split(' ').map((word) => `'${word}'`);
      return `words=(${words.join(' ')}); CURRENT=\${#words}; print -- '${MARK}'; _session_revoker`;
    });
    return ['zsh', '-f', '-c', [stubs, `source '${script}'`, ...each].join('; ')];
  },
  fish: (script, asked) => {
    const each = asked.map((line) => `echo '${MARK}'; complete -C '${line}'`);
    return ['fish', '--no-config', '-c', [`source '${script}'`, ...each].join('; ')];
  },
  powershell: (script, asked) => {
    const each = asked.map(
      (line) =>
        `'${MARK}'; (TabExpansion2 '${line}' ${String(line.length)}).CompletionMatches.CompletionText`,
    );
    return [pwsh.command, '-NoProfile', '-Command', [`. '${script}'`, ...each].join('; ')];
  },
};

/** What a shell offers after each line, as far as it begins with the last word. */
function completed(shell: CompletedShell, asked: readonly string[]): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'completion-'));
  const script = join(folder, shell === 'powershell' ? 'script.ps1' : 'script');
  writeFileSync(script, completionScript(shell, wordsOf(parsingTree())));
  const [command, ...args] = ASK[shell](script, asked);
  const found = execFileSync(command, args, { encoding: 'utf8', cwd: folder });
  rmSync(folder, { recursive: true });
  const answers = found.split(`${MARK}\n`).slice(1);
  return asked.map((line, n) => {
    const last = line.split(' ').at(-1) ?? '';
    return (answers[n] ?? '')
      .split('\n')
      .map((one) => one.split('\t')[0]?.trim() ?? '')
      .filter((one) => one !== '' && one.startsWith(last));
  });
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
    let answers: ReadonlyMap<string, readonly string[]>;
    beforeAll(() => {
      const asked = lines.map(([line]) => line);
      const found = completed(shell, asked);
      answers = new Map(asked.map((line, n) => [line, found[n] ?? []]));
    });
    it.each(lines)('after "%s" offers %j', (line, some, not = '') => {
      const found = answers.get(line);
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
