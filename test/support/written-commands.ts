import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** The pages for readers. Decisions keep what was said when they were made. */
export const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })]
  .filter((page) => !page.startsWith('docs/decisions/'))
  .sort();

/** A block of commands of a page, as it is written. */
export interface Block {
  readonly page: string;
  readonly text: string;
}

export const blocks: readonly Block[] = pages.flatMap((page) =>
  [...textOf(page).matchAll(/^( *)```sh\n([^]*?)^ *```$/gm)].map(([, indent = '', text = '']) => ({
    page,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  })),
);

/** Where one command ends and the next begins, in a line of a shell. */
const BETWEEN = /"(?:[^"\\]|\\.)*"|'[^']*'|\s#[^\n]*|&&|\|\|?|;|\n/g;

/** The single commands of a block, without comments, with the variables that the block sets filled in. */
export function commandsIn({ text }: Pick<Block, 'text'>): readonly string[] {
  const variables = new Map<string, string>();
  const joined = text.replaceAll(/ *\\\n\s*/g, ' ');
  return split(joined).flatMap((command) => {
    const filled = command.replaceAll(/\$(\w+)/g, (all, name: string) => variables.get(name) ?? all);
    const [, name, value = ''] = /^(\w+)=([\w-]*)$/.exec(filled) ?? [];
    if (name !== undefined) variables.set(name, value);
    return name === undefined && filled !== '' ? [filled] : [];
  });
}

function split(text: string): readonly string[] {
  const marked = text.replaceAll(BETWEEN, (part) => (/^["']/.test(part) ? part : '\u0000'));
  return marked.split('\u0000').map((command) => command.trim());
}

/** What `npm run NAME --` stands for, where it is a command of ours. */
const SCRIPTS: Readonly<Record<string, string>> = {
  cli: '',
  revoke: 'revoke',
  explain: 'explain',
  quarantine: 'quarantine',
};

/** The arguments of a command line of ours, in whichever way it is called; undefined: it is another program. */
export function ownArguments(command: string): string | undefined {
  const [, direct] = /^(?:\w+=\S+ |\w+="[^"]*" )*session-revoker\b(.*)$/s.exec(command) ?? [];
  if (direct !== undefined) return direct.trim();
  const [, name = '', args = ''] =
    /^(?:\w+=\S+ |\w+="[^"]*" )*npm (?:-s |--silent )?run (?:-s |--silent )?(\w+)(?: --silent)? -- (.*)$/s.exec(
      command,
    ) ?? [];
  const words = SCRIPTS[name];
  return words === undefined ? undefined : `${words} ${args}`.trim();
}

/** The name of the script that a command of npm runs, with or without arguments. */
export function scriptOf(command: string): string | undefined {
  return /^npm (?:(?:-s|--silent) )?(?:run )?(?:(?:-s|--silent) )?([\w:]+)/.exec(command)?.[1];
}

/** The name of the product in a sentence, and not a command. */
const IN_PROSE =
  /^session-revoker (?:cannot|policy|alert|result|service|method|reminder|health|failed|in|request)\b/;

/** What is written of our commands within sentences of pages, and within sentences that the code prints. */
export const mentions: readonly { readonly where: string; readonly text: string }[] = [
  ...pages.flatMap((page) =>
    [...textOf(page).matchAll(/`([^`\n]*)`/g)]
      .filter(([, text = '']) => /^(?:session-revoker |npm run cli -- )\w/.test(text))
      .map(([, text = '']) => ({ where: page, text })),
  ),
  ...globSync('{shared,functions,infra/app}/**/*.{ts,bicep}', { cwd: root }).flatMap((file) =>
    [
      ...textOf(file).matchAll(
        /(?<![\w.'/-])session-revoker (?:\w+[\w-]*)(?: (?:--?[\w-]+|[A-Z]+\b|\$\{\w+\}))*/g,
      ),
    ]
      .filter(([text]) => !IN_PROSE.test(text))
      .map(([text]) => ({ where: file, text: text.replaceAll(/\$\{(\w+)\}/g, '$1') })),
  ),
];

function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
