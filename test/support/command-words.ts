import type { Command } from 'commander';
import { commandTree } from '../../shared/cli/program';
import { withSubcommands } from '../../shared/cli/help/command-help';
import { programEnvironment } from './program-environment';

/** All commands of the program, with what they would do taken out: a line is parsed, and nothing is done. */
export function parsingTree(): Command {
  const root = commandTree(programEnvironment({}), { code: 0 });
  for (const command of withSubcommands(root)) {
    if (command.commands.length === 0) command.action(() => undefined);
  }
  return root;
}

/** The words of a line of a shell: quotes and `\` keep words together; a comment, a redirection and what follows a pipe are no words of it. */
export function wordsOfLine(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [part, double, single, escaped, space, end] of line.matchAll(
    /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)|(\s+)|(?<=\s|^)([|<>#;&])|./gs,
  )) {
    if (end !== undefined) break;
    if (space === undefined) {
      word = (word ?? '') + (double?.replaceAll(/\\(["\\$`])/g, '$1') ?? single ?? escaped ?? part);
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}
