import { expect, it } from '@jest/globals';
import { dirname, join, normalize } from 'node:path';
import { pages, repositoryFiles } from '../support/repository';

const files = new Set(repositoryFiles().map(({ path }) => path));
const texts = new Map(pages().map(({ path, text }) => [path, text()]));

/** The fragment under which GitHub shows a heading. */
function fragmentOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function fragments(page: string): string[] {
  const text = (texts.get(page) ?? '').replace(/^```[^]*?^```$/gm, '');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => fragmentOf(heading));
}

/** A path with a folder and an ending, and not a part of an address. */
const PATH =
  /(?<![\w/.:$-])(?!\.\.)(?:[\w.-]+\/)+[\w.-]+\.(?:ts|js|mjs|json|md|bicep|kql|ya?ml|conf|bicepparam|html)\b/g;

function exists(target: string): boolean {
  return files.has(target) || [...files].some((file) => file.startsWith(`${target}/`));
}

/** Made by a build, or by the reader of a page. */
const MADE = /^(?:bin|build|dist|package|node_modules)\/|^infra\/settings\/formats\/acme\.json$/;

it('every file that a page names by its path exists', () => {
  const named = [...texts]
    .filter(([page]) => page !== 'CHANGELOG.md')
    .flatMap(([page, text]) =>
      [...text.replace(/^```json\n[^]*?^```$|\]\([^)]*\)/gm, '').matchAll(PATH)].map(
        ([path]): [string, string] => [page, path],
      ),
    );
  expect(named.length).toBeGreaterThan(200);
  const isThere = (page: string, path: string): boolean =>
    exists(path) || exists(normalize(join(dirname(page), path)));
  expect(named.filter(([page, path]) => !MADE.test(path) && !isThere(page, path))).toEqual([]);
});

const links = [...texts].flatMap(([page, text]) =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => [page, link] as const),
);

it('every link of a page leads to a file or a folder that exists', () => {
  expect(links.length).toBeGreaterThan(50);
  const broken = links.filter(([page, link]) => {
    const [path = ''] = link.split('#');
    return path !== '' && !exists(normalize(join(dirname(page), path)).replace(/\/$/, ''));
  });
  expect(broken).toEqual([]);
});

it('every link to a part of a page leads to a heading that exists', () => {
  const broken = links.filter(([page, link]) => {
    const [path = '', fragment] = link.split('#');
    const target = path === '' ? page : normalize(join(dirname(page), path));
    return fragment !== undefined && !fragments(target).includes(fragment);
  });
  expect(broken).toEqual([]);
});
