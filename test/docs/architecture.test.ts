import { describe, expect, it } from '@jest/globals';
import { dirname, join, normalize } from 'node:path';
import { repositoryFiles } from '../support/repository';

const files = repositoryFiles();
const paths = files.map(({ path }) => path);
const page = files.find(({ path }) => path === 'docs/ARCHITECTURE.md')?.text() ?? '';

/** `shared/core/ids.ts` and `shared/core/`, in code spans of the text and in labels of the diagrams. */
const spans = [...page.replace(/^```[^]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)];
const labels = [...page.matchAll(/^```mermaid\n([^]*?)^```$/gm)].flatMap(([, diagram = '']) => [
  ...diagram.matchAll(/"([^"]+)"/g),
]);
const mentioned = [...spans, ...labels].flatMap(([, text = '']) => text.split(/<br\/>|\s/));
const named = [...new Set(mentioned.filter((name) => /^[\w./-]+(?:\.(?:ts|json|bicep|md)|\/)$/.test(name)))];

function exists(name: string): boolean {
  return name.endsWith('/') ? paths.some((path) => path.startsWith(name)) : paths.includes(name);
}

function roomOf(path: string): string {
  const [top = '', next = ''] = path.split('/');
  return top === 'shared' ? `shared/${next}/` : `${top}/`;
}

/** The table of rooms: what each may import. */
const rooms = new Map(
  [...page.matchAll(/^\| `((?:shared\/)?[a-z]+\/)` +\|[^|]+\|([^|]+)\|$/gm)].map(
    ([, room = '', imports = '']) =>
      [room, [...imports.matchAll(/`([^`]+)`/g)].map(([, imported = '']) => imported)] as const,
  ),
);

/** Modules that a file imports, types included, as paths from the project folder. */
function importsOf(path: string, text: string): string[] {
  const specifiers = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)];
  const targets = specifiers.map(([, specifier = '']) => normalize(join(dirname(path), specifier)));
  // It has the version, and is in no room.
  return targets.filter((target) => target !== 'package.json');
}

/** Paths in code spans that begin with a folder of the project. */
const ownPath =
  /`((?:functions|shared|local|infra|test|docs|\.github)\/[\w./-]*(?:\.(?:ts|json|bicep|kql|md|mjs|sh|yml)|\/))`/g;

describe('CONTRIBUTING and the how-to pages', () => {
  const guides = files.filter(({ path }) => /^docs\/how-to\/|^CONTRIBUTING\.md$/.test(path));
  it.each(guides.map(({ path, text }) => [path, text] as const))('%s names what exists', (_path, text) => {
    const found = [...text().matchAll(ownPath)].map(([, name = '']) => name);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((name) => !exists(name))).toEqual([]);
  });
});

describe('docs/ARCHITECTURE.md', () => {
  it('names files and folders that exist', () => {
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((name) => !exists(name))).toEqual([]);
  });
  it('draws every room, and lists each in the table', () => {
    const existing = new Set(
      paths.filter((path) => /^(?:shared\/.+|functions|local)\//.test(path)).map(roomOf),
    );
    expect([...rooms.keys()].sort()).toEqual([...existing].sort());
    const drawn = labels.map(([, label]) => label);
    // The local stack is not part of the app.
    expect([...rooms.keys()].filter((room) => room !== 'local/' && !drawn.includes(room))).toEqual([]);
  });
  it.each([...rooms])('lists everything that %s imports', (room, allowed) => {
    const imports = files
      .filter(({ path }) => path.startsWith(room) && path.endsWith('.ts'))
      .flatMap(({ path, text }) => importsOf(path, text()).map((target) => ({ path, target })));
    const forbidden = imports.filter(({ target }) => ![room, ...allowed].includes(roomOf(target)));
    expect(forbidden).toEqual([]);
  });
});
