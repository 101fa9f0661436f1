import type { Words } from './words';

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

export type CompletedShell = (typeof SHELLS)[number];

/** The script by which a shell completes command lines of the program. Words of commands are letters and hyphens: nothing is quoted. */
export function completionScript(shell: CompletedShell, words: Words): string {
  return SCRIPTS[shell](words);
}

const SCRIPTS: Readonly<Record<CompletedShell, (words: Words) => string>> = {
  bash: ({ program, steps, choices }) => `# Load it by: source <(${program} completion bash)
_session_revoker() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} chain= word commands options
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${chain:+$chain }$word" in ${knownIn(steps)}) chain="\${chain:+$chain }$word" ;; esac
  done
  case "$prev" in
${choices.map(({ flags, values }) => `    ${flags.join('|')}) COMPREPLY=($(compgen -W '${values.join(' ')}' -- "$cur")); return ;;`).join('\n')}
  esac
  case "$chain" in
${steps.map((step) => `    '${step.path}') commands='${step.commands.join(' ')}' options='${step.options.join(' ')}' ;;`).join('\n')}
  esac
  [[ $cur == -* ]] && commands=$options
  COMPREPLY=($(compgen -W "$commands" -- "$cur"))
}
complete -o default -F _session_revoker ${program}`,

  zsh: ({ program, steps, choices }) => `#compdef ${program}
# Load it by: source <(${program} completion zsh)
_session_revoker() {
  local chain= word
  local -a commands options
  for word in \${words[2,CURRENT-1]}; do
    case "\${chain:+$chain }$word" in ${knownIn(steps)}) chain="\${chain:+$chain }$word" ;; esac
  done
  case "\${words[CURRENT-1]}" in
${choices.map(({ flags, values }) => `    ${flags.join('|')}) compadd -- ${values.join(' ')}; return ;;`).join('\n')}
  esac
  case "$chain" in
${steps.map((step) => `    '${step.path}') commands=(${step.commands.join(' ')}) options=(${step.options.join(' ')}) ;;`).join('\n')}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then compadd -- $options
  elif (( \${#commands} )); then compadd -- $commands
  else _files; fi
}
compdef _session_revoker ${program}`,

  fish: ({ program, steps, choices }) => `# Load it by: ${program} completion fish | source
function __session_revoker_at
  set -l chain
  for word in (commandline -opc)[2..]
    switch "$chain $word"
      case ${steps.map(({ path }) => `' ${path}'`).join(' ')}
        set chain "$chain $word"
    end
  end
  test "$chain" = "$argv[1]"
end
complete -c ${program} -e
${steps.map(fishOf(program)).join('\n')}
${choices.map(({ flags, values }) => `complete -c ${program} -x ${flags.map(fishFlag).join(' ')} -a '${values.join(' ')}'`).join('\n')}`,

  powershell: ({
    program,
    steps,
    choices,
  }) => `# Load it by: ${program} completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName ${program} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $steps = @{
${steps.map((step) => `    '${step.path}' = @('${step.commands.join(' ')}', '${step.options.join(' ')}')`).join('\n')}
  }
  $choices = @{
${choices.flatMap(({ flags, values }) => flags.map((flag) => `    '${flag}' = '${values.join(' ')}'`)).join('\n')}
  }
  $chain = ''
  $before = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  foreach ($word in $before) {
    $longer = "$chain $word".Trim()
    if ($steps.ContainsKey($longer)) { $chain = $longer }
  }
  $last = if ($before.Count -gt 0) { $before[-1] } else { '' }
  $words = if ($choices.ContainsKey($last)) { $choices[$last] } elseif ($wordToComplete -like '-*') { $steps[$chain][1] } else { $steps[$chain][0] }
  $words -split ' ' | Where-Object { $_ -and $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}`,
};

function knownIn(steps: Words['steps']): string {
  return steps
    .filter(({ path }) => path !== '')
    .map(({ path }) => `'${path}'`)
    .join('|');
}

function fishOf(program: string) {
  return ({ path, commands, options }: Words['steps'][number]): string => {
    const at = `-n "__session_revoker_at '${path === '' ? '' : ` ${path}`}'"`;
    const lines = options.map((option) => `complete -c ${program} ${at} ${fishFlag(option)}`);
    if (commands.length > 0) lines.push(`complete -c ${program} -f ${at} -a '${commands.join(' ')}'`);
    return lines.join('\n');
  };
}

function fishFlag(flag: string): string {
  return flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`;
}
