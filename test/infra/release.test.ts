import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledBom } from '../../infra/bundled-bom';
import { releaseNotes } from '../../infra/release-notes';

const changelog = (unreleased: string, released = ''): string =>
  `# Changelog\n\nText before.\n\n## [Unreleased]\n${unreleased}\n${released}\n## [0.9.0] - 2026-01-02\n\n### Added\n\n- The first entry.\n`;
const version = (entries: string): string => `\n## [1.2.0] - 2026-03-04\n${entries}\n`;
const entries = '\n### Added\n\n- A thing.\n\n### Changed\n\n- Another thing.\n';

describe('the notes of a release', () => {
  it('are the section of the tag’s version, and nothing else', () =>
    expect(releaseNotes(changelog('', version(entries)), 'v1.2.0', '1.2.0')).toEqual({
      kind: 'notes',
      text: '### Added\n\n- A thing.\n\n### Changed\n\n- Another thing.',
    }));
  it('end before the link references', () =>
    expect(
      releaseNotes(`## [1.2.0]\n\n- A thing.\n\n[1.2.0]: https://example.org\n`, 'v1.2.0', '1.2.0'),
    ).toEqual({ kind: 'notes', text: '- A thing.' }));
  it.each([
    ['an empty Unreleased and no section', changelog(''), 'Unreleased is empty'],
    ['an Unreleased with headings only', changelog('\n### Added\n\n### Changed\n'), 'Unreleased is empty'],
    ['no Unreleased and no section', '# Changelog\n', 'Unreleased is empty'],
    ['a missing section', changelog(entries), 'rename Unreleased to [1.2.0]'],
    ['an empty section', changelog('', version('')), 'the section [1.2.0] is empty'],
    ['a section with headings only', changelog('', version('\n### Added\n')), 'the section [1.2.0] is empty'],
    ['changes that are still under Unreleased', changelog(entries, version(entries)), 'is not empty'],
  ])('are refused for %s', (_case, text, detail) =>
    expect(releaseNotes(text, 'v1.2.0', '1.2.0')).toEqual({
      kind: 'refused',
      detail: expect.stringContaining(detail),
    }),
  );
  it.each([
    ['a tag that is not a version', 'release-1', '1.2.0'],
    ['a tag without a v', '1.2.0', '1.2.0'],
    ['another version in package.json', 'v1.2.0', '1.3.0'],
  ])('are refused for %s', (_case, tag, packageVersion) =>
    expect(releaseNotes(changelog('', version(entries)), tag, packageVersion)).toMatchObject({
      kind: 'refused',
      detail: expect.stringContaining(tag),
    }),
  );
  it('take another version’s section for none of their own', () =>
    expect(releaseNotes(changelog('', version(entries)), 'v1.2.1', '1.2.1').kind).toBe('refused'));
  it('can be read from the CHANGELOG of this project', () => {
    const text = readFileSync(join(__dirname, '../../CHANGELOG.md'), 'utf8');
    const renamed = text.replace('## [Unreleased]', '## [Unreleased]\n\n## [9.9.9] - 2026-01-01');
    expect(releaseNotes(renamed, 'v9.9.9', '9.9.9').kind).toBe('notes');
  });
});

describe('the bill of materials of a release', () => {
  const development = { name: 'cdx:npm:package:development', value: 'true' };
  const path = { name: 'cdx:npm:package:path', value: 'node_modules/long' };
  const bom = {
    bomFormat: 'CycloneDX',
    components: [
      { 'bom-ref': 'jose@6', properties: [development] },
      { 'bom-ref': 'long@5', properties: [path, development] },
      { 'bom-ref': 'jest@30', properties: [development] },
    ],
    dependencies: [
      { ref: 'app@1', dependsOn: ['jose@6', 'jest@30'] },
      { ref: 'jest@30', dependsOn: ['long@5'] },
    ],
  };
  it('lists what is bundled, also what another package depends on, and no tool', () =>
    expect(bundledBom(bom, ['jose@6', 'long@5'])).toEqual({
      bomFormat: 'CycloneDX',
      components: [
        { 'bom-ref': 'jose@6', properties: [] },
        { 'bom-ref': 'long@5', properties: [path] },
      ],
      dependencies: [{ ref: 'app@1', dependsOn: ['jose@6'] }],
    }));
  it('is refused where it lacks a package of a bundle', () =>
    expect(() => bundledBom(bom, ['jose@6', 'zod@4'])).toThrow('lacks zod@4'));
});
