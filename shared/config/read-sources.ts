import { compact } from '../core/compact';
import type { SourceRule } from '../core/source-rule';
import type { WrittenSources } from './sources-schema';

/**
 * The rules that `sources` is read as. A format in the older form's `whatIf`, or missing from its `revoke`, only
 * previews; of any other the shipped rules decide.
 *
 * @param formats the names of all formats
 */
export function sourceRules(written: WrittenSources, formats: readonly string[]): readonly SourceRule[] {
  if (isRules(written)) {
    return written.map(({ format, then: effect, ...rule }, n) =>
      compact({
        name: `sources[${String(n)}]`,
        formats: format === undefined ? undefined : [format],
        ...rule,
        effect,
      }),
    );
  }
  const { revoke, whatIf } = written;
  const unlisted = lowerCase(formats).filter((name) => revoke !== undefined && !revoke.includes(name));
  return [
    { name: 'sources.whatIf', formats: whatIf, effect: 'whatIf' as const },
    { name: 'sources.revoke', formats: unlisted, effect: 'whatIf' as const },
  ].filter((rule) => rule.formats.length > 0);
}

/** The paths within `sources` of names that are not those of formats: a misspelt name would match no message. */
export function unknownFormats(
  written: WrittenSources,
  formats: readonly string[],
): readonly { readonly path: readonly PropertyKey[]; readonly name: string }[] {
  const known = lowerCase(formats);
  const named = isRules(written)
    ? written.map(({ format }, n) => ({ path: [n, 'format'], name: format }))
    : Object.entries(written).flatMap(([list, names = []]) =>
        names.map((name, n) => ({ path: [list, n], name })),
      );
  return named.flatMap(({ path, name }) =>
    name === undefined || known.includes(name) ? [] : [{ path, name }],
  );
}

type Rules = Extract<WrittenSources, readonly unknown[]>;

function isRules(written: WrittenSources): written is Rules {
  return Array.isArray(written);
}

function lowerCase(names: readonly string[]): readonly string[] {
  return names.map((name) => name.toLowerCase());
}
