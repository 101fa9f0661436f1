/** The notes of a release, or why there must be no release. */
export type ReleaseNotes =
  { readonly kind: 'notes'; readonly text: string } | { readonly kind: 'refused'; readonly detail: string };

/**
 * The notes of the version that a tag names, from a CHANGELOG in the form of Keep a Changelog.
 *
 * Refused when the version has no section or an empty one, when changes are still under Unreleased, and when the tag and
 * package.json disagree: a release without notes, or with changes that its notes do not name, is not published.
 */
export function releaseNotes(changelog: string, tag: string, packageVersion: string): ReleaseNotes {
  const version = /^v(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(tag)?.[1];
  if (version === undefined) return refused(`${tag}: is not a tag of the form v1.2.3`);
  if (version !== packageVersion) return refused(`${tag}: package.json has the version ${packageVersion}`);
  const unreleased = sectionOf(changelog, 'Unreleased');
  const section = sectionOf(changelog, version);
  if (section === undefined) return refused(withoutSection(version, unreleased));
  if (section === '') return refused(`CHANGELOG.md: the section [${version}] is empty`);
  if (unreleased) {
    return refused(`CHANGELOG.md: Unreleased is not empty; move its entries into the section [${version}]`);
  }
  return { kind: 'notes', text: section };
}

function withoutSection(version: string, unreleased = ''): string {
  return unreleased === ''
    ? `CHANGELOG.md: Unreleased is empty and there is no section [${version}]: there is nothing to release`
    : `CHANGELOG.md: there is no section [${version}]; rename Unreleased to [${version}]`;
}

/** The entries of a section; blank when it has headings only. Undefined when there is no such section. */
function sectionOf(changelog: string, name: string): string | undefined {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((text) => text.toLowerCase().startsWith(`[${name.toLowerCase()}]`));
  if (section === undefined) return undefined;
  const body = section
    .split('\n')
    .slice(1)
    .filter((line) => !/^\[[^\]]+\]: /.test(line))
    .join('\n');
  return body.replace(/^#+ .*$/gm, '').trim() === '' ? '' : body.trim();
}

function refused(detail: string): ReleaseNotes {
  return { kind: 'refused', detail };
}
