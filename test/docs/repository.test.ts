import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { repositoryFiles } from '../support/repository';

const files = new Map(repositoryFiles().map(({ path, text }) => [path, text]));
const read = (path: string): string => files.get(path)?.() ?? '';
const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: object };

describe('the editor', () => {
  it('has tasks for scripts that exist', () => {
    const { tasks } = JSON.parse(read('.vscode/tasks.json')) as { tasks: readonly { script?: string }[] };
    const named = tasks.flatMap(({ script }) => script ?? []);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
  it('checks formats, policies and connections by schemas that exist', () => {
    const settings = JSON.parse(read('.vscode/settings.json')) as {
      readonly 'json.schemas': readonly { readonly url: string }[];
    };
    const urls = settings['json.schemas'].map(({ url }) => url.replace(/^\.\//, ''));
    expect(urls).toHaveLength(3);
    expect(urls.filter((url) => !files.has(url))).toEqual([]);
  });
  it('debugs the local stack and the tests', () => {
    const { configurations } = JSON.parse(read('.vscode/launch.json')) as {
      readonly configurations: readonly { readonly name: string }[];
    };
    const names = configurations.map(({ name }) => name).join('; ');
    expect(names).toMatch(/npm start.*jest/);
  });
});

describe('the pages', () => {
  const texts = [...files.keys()].filter((path) => /^(?:docs\/.*|[^/]+)\.md$/.test(path)).map(read);
  it('name scripts that exist', () => {
    const named = texts.flatMap((text) =>
      [...text.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(([, name = '']) => name),
    );
    expect(named.length).toBeGreaterThan(20);
    expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
  });
  it('ask for the Node that package.json asks for', () => {
    const { engines } = JSON.parse(read('package.json')) as { readonly engines: { readonly node: string } };
    expect(engines.node).toBe(`>=${/Node \((\d+) or later\)/.exec(read('README.md'))?.[1] ?? ''}`);
  });
  it('begin with a README of at most 150 lines that has a picture', () => {
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
    expect(read('README.md')).toMatch(/^```mermaid\n|\.svg\)/m);
  });
});

describe('the forms of the repository', () => {
  const forms = [...files.keys()].filter((path) =>
    /^\.github\/ISSUE_TEMPLATE\/(?!config).+\.yml$/.test(path),
  );
  it('are one for a bug, one for a format and one for a feature', () =>
    expect(forms.map((path) => path.split('/').at(-1))).toEqual(['bug.yml', 'feature.yml', 'format.yml']));
  it.each(forms)('%s has what GitHub requires of a form', (path) => {
    const form = parse(read(path)) as {
      readonly name: string;
      readonly description: string;
      readonly body: readonly { readonly type: string; readonly id?: string; readonly attributes: object }[];
    };
    expect([typeof form.name, typeof form.description]).toEqual(['string', 'string']);
    const fields = form.body.filter(({ type }) => type !== 'markdown');
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
    for (const { attributes } of fields) expect(attributes).toHaveProperty('label');
  });
  it('ask a pull request for what, why and notes', () =>
    expect(
      [...read('.github/pull_request_template.md').matchAll(/^## (.+)$/gm)].map(([, name]) => name),
    ).toEqual(['What', 'Why', 'Notes']));
  it('have Dependabot look after npm and the actions', () => {
    const { version, updates } = parse(read('.github/dependabot.yml')) as {
      readonly version: number;
      readonly updates: readonly { readonly 'package-ecosystem': string }[];
    };
    expect(version).toBe(2);
    expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions']);
  });
});
