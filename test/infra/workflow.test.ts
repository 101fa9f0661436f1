import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions: object;
        readonly strategy?: { readonly matrix: { readonly node: readonly number[] } };
        readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
      }
    >
  >;
}

const folder = join(__dirname, '../../.github/workflows');
const workflows = readdirSync(folder).map(
  (file) => [file, readFileSync(join(folder, file), 'utf8')] as const,
);

describe.each(workflows)('the workflow %s', (_file, text) => {
  const { permissions, jobs } = parse(text) as Workflow;
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  it('pins every action to a commit, and says which version that is', () => {
    const used = text.match(/uses: .*/g) ?? [];
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((line) => !/^uses: [\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });
  it('may do nothing but what each job asks for, which is to read', () => {
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) expect(job.permissions).toEqual({ contents: 'read' });
  });
  it('tests on both versions of Node, makes the package, and checks the templates', () => {
    expect(Object.values(jobs).flatMap(({ strategy }) => strategy?.matrix.node ?? [])).toEqual([22, 24]);
    const commands = steps.flatMap(({ run }) => run ?? []);
    expect(commands).toEqual(
      expect.arrayContaining(['bash .ci/run', 'npm run package', 'npm run infra:check']),
    );
  });
});
