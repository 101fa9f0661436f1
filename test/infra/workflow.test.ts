import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Job {
  readonly needs?: string;
  readonly permissions: object;
  readonly strategy?: { readonly matrix: { readonly node: readonly number[] } };
  readonly steps: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, unknown>>;
  }[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(__dirname, '../../.github/workflows');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const workflow = (file: string): Workflow => parse(read(file)) as Workflow;
const commandsOf = (jobs: readonly Job[]): string[] =>
  jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

describe.each(readdirSync(folder))('the workflow %s', (file) => {
  const { permissions, jobs } = workflow(file);
  it('pins every action to a commit, and says which version that is', () => {
    const used = read(file).match(/uses: .*/g) ?? [];
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((line) => !/^uses: [\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });
  it('has no permission but those that a job asks for', () => {
    expect(permissions).toEqual({});
    expect(Object.values(jobs).map((job) => Object.keys(job.permissions).length > 0)).not.toContain(false);
  });
  it('leaves no credentials behind in a checkout', () => {
    const checkouts = Object.values(jobs).flatMap(({ steps }) =>
      steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')),
    );
    expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual(checkouts.map(() => false));
  });
  it('lets no text of a sender into a command', () =>
    expect(commandsOf(Object.values(jobs)).filter((command) => command.includes('${{'))).toEqual([]));
});

describe('the workflow for every change', () => {
  const { jobs } = workflow('ci.yml');
  it('may do nothing but what each job asks for, which is to read', () => {
    for (const job of Object.values(jobs)) expect(job.permissions).toEqual({ contents: 'read' });
  });
  it('tests on both versions of Node, makes the package, and checks the templates', () => {
    expect(Object.values(jobs).flatMap(({ strategy }) => strategy?.matrix.node ?? [])).toEqual([22, 24]);
    expect(commandsOf(Object.values(jobs))).toEqual(
      expect.arrayContaining(['bash .ci/run', 'npm run package', 'npm run infra:check']),
    );
  });
  it('checks the templates, and demands PowerShell and the .NET client where they can be fetched', () => {
    const script = readFileSync(join(folder, '../../.ci/run'), 'utf8');
    expect(script).toMatch(/^for check in typecheck lint format:check infra:check; do$/m);
    const [, withSdk = ''] = /^ {2}if command -v dotnet[^\n]*\n([^]*?)^ {2}else$/m.exec(script) ?? [];
    expect(withSdk).toContain('DOTNET_CLIENT=required POWERSHELL=required >"$work/required"');
    expect(withSdk).toContain('fetch_dotnet');
    expect(script).toContain('--packages .local/pester');
    expect(script).toContain('mv "$work/required" "$FETCHED"');
  });
});

describe('the workflow for a release', () => {
  const { on, jobs } = workflow('release.yml');
  const [build, publish] = [jobs['build'], jobs['publish']];
  if (!build || !publish) throw new Error('release.yml has no job build or no job publish.');
  const commands = commandsOf([build]);
  const at = (text: string): number => commands.findIndex((command) => command.includes(text));
  it('runs on a version tag, and on nothing else', () => expect(on).toEqual({ push: { tags: ['v*'] } }));
  it('asks the CHANGELOG for the notes before it tests, and tests before it packages', () => {
    expect(at('release.js notes "$GITHUB_REF_NAME"')).toBeGreaterThan(-1);
    expect(at('release.js notes')).toBeLessThan(at('bash .ci/run'));
    expect(at('bash .ci/run')).toBeLessThan(at('npm run package'));
  });
  it('fails when the notes are refused, although they are piped', () => {
    const step = build.steps.find(({ run }) => run?.includes('release.js notes'));
    // GitHub runs `shell: bash` with pipefail, and the default shell without.
    expect(step).toMatchObject({ shell: 'bash' });
  });
  it('attaches the package, the JSON Schemas and the bill of materials, and attests all of them', () => {
    expect(at('npm sbom --sbom-format cyclonedx')).toBeGreaterThan(-1);
    expect(commands.join('\n')).toContain(
      'package/session-revoker.zip docs/schemas/*.schema.json infra/main.json infra/ui-definition.json release/',
    );
    expect(commands.join('\n')).toContain('zip -q -r ../release/SessionRevoker.zip SessionRevoker');
    expect(
      at('release.js deploy "$GITHUB_REF_NAME" "$TEMPLATE_ADDRESS" >> release-notes.md'),
    ).toBeGreaterThan(at('release.js notes'));
    expect(
      publish.steps.find(({ uses }) => uses?.startsWith('actions/attest-build-provenance@')),
    ).toMatchObject({
      with: { 'subject-path': 'release/*' },
    });
    expect(commandsOf([publish]).join('\n')).toMatch(/gh release create .* release\/\* .*--notes-file/);
  });
  it('builds with the right to read, and writes and signs where no code of the project runs', () => {
    expect(build.permissions).toEqual({ contents: 'read' });
    expect(publish.permissions).toEqual({ contents: 'write', 'id-token': 'write', attestations: 'write' });
    expect(publish.needs).toBe('build');
    expect(publish.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))).toEqual([]);
    expect(commandsOf([publish]).filter((command) => /\b(?:npm|npx|node)\b/.test(command))).toEqual([]);
  });
});
