import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** Made by tools, or not part of the project. */
const IGNORED = new Set([
  '.git',
  '.local',
  '.stryker-tmp',
  'build',
  'coverage',
  'dist',
  'node_modules',
  'package',
  'reports',
]);

/** A file of the project; its path is relative to the project folder, with `/`. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: () => string;
}

/** All files of the project, in the order of their paths. */
export function repositoryFiles(folder = ''): RepositoryFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !IGNORED.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return repositoryFiles(path);
      return entry.isFile() ? [{ path, text: () => readFileSync(join(root, path), 'utf8') }] : [];
    });
}

/** The pages of the project: what people read. */
export function pages(): RepositoryFile[] {
  return repositoryFiles().filter(({ path }) => /^(?:docs\/.*|\.github\/.*|[^/]+)\.md$/.test(path));
}
