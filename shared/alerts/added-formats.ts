import { fieldPath } from '../messages/field-path';
import { alertFormat } from './alert-format';
import { conflictsOf } from './format-conflicts';
import type { Format } from './format';
import type { Definitions, FormatDefinition } from './format-schema';
import type { Candidate, FormatSource } from './format-source';
import { MAX_FORMATS, formatDefinition, formatFile } from './format-schema';
import { hookNamed } from './formats/registry';
import { isObject } from './json-node';
import { isLegacy, legacyProblems } from './legacy-format';
import type { Problem } from './schema-problems';
import { schemaProblems } from './schema-problems';

export type AddedFormats =
  | {
      readonly kind: 'valid';
      readonly formats: readonly Format[];
      readonly definitions: readonly FormatDefinition[];
    }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** Reads the formats that are added to the built-in ones. Each problem begins with its file, if any, and its path. */
export function addedFormats(sources: readonly FormatSource[]): AddedFormats {
  const read = sources.map((source) => ({ source, ...readSource(source) }));
  const candidates = read.flatMap((one) => one.candidates);
  const problems = [
    ...read.flatMap(({ source, problems: found }) => found.map((problem) => described(source, problem))),
    ...conflictsOf(candidates).map(({ source, ...problem }) => described(source, problem)),
    ...(candidates.length > MAX_FORMATS ? [`$: must not have more than ${String(MAX_FORMATS)} formats`] : []),
  ];
  if (problems.length > 0) return { kind: 'invalid', problems };
  const formats = candidates.map(({ definition, definitions }) =>
    alertFormat(definition, { definitions, hook: hookNamed(definition.hook) }),
  );
  return { kind: 'valid', formats, definitions: candidates.map(({ definition }) => definition) };
}

function described({ file, path: base = [] }: FormatSource, { path, message }: Problem): string {
  const field = fieldPath([...base, ...path]);
  if (file === undefined) return `${field}: ${message}`;
  return field === '$' ? `${file}: ${message}` : `${file} ${field}: ${message}`;
}

interface SourceRead {
  readonly candidates: readonly Candidate[];
  readonly problems: readonly Problem[];
}

function readSource(source: FormatSource): SourceRead {
  const { kind, content } = source;
  if (kind === 'format') return readFormat(source, content, []);
  if (Array.isArray(content)) return readList(source, content, []);
  if (!isObject(content)) return wrong([], 'must be a list of formats, or an object with "formats"');
  const { formats, ...rest } = content;
  const others = formatFile.omit({ formats: true }).safeParse(rest);
  const list = Array.isArray(formats)
    ? readList(source, formats, ['formats'], others.data?.definitions)
    : wrong(['formats'], 'must be a list of formats');
  const problems = others.success ? [] : schemaProblems(others.error.issues);
  return { candidates: list.candidates, problems: [...problems, ...list.problems] };
}

function readList(
  source: FormatSource,
  list: readonly unknown[],
  path: readonly PropertyKey[],
  definitions?: Definitions,
): SourceRead {
  if (list.length === 0 && path.length > 0) return wrong(path, 'must not be empty');
  const read = list.map((one, n) => readFormat(source, one, [...path, n], definitions));
  return {
    candidates: read.flatMap((one) => one.candidates),
    problems: read.flatMap((one) => one.problems),
  };
}

function readFormat(
  source: FormatSource,
  content: unknown,
  path: readonly PropertyKey[],
  definitions: Definitions = {},
): SourceRead {
  const below = (problems: readonly Problem[]): SourceRead => ({
    candidates: [],
    problems: problems.map((problem) => ({ ...problem, path: [...path, ...problem.path] })),
  });
  if (isLegacy(content)) return below(legacyProblems(content));
  const parsed = formatDefinition.safeParse(content);
  if (!parsed.success) return below(schemaProblems(parsed.error.issues));
  return { candidates: [{ source, path, definition: parsed.data, definitions }], problems: [] };
}

function wrong(path: readonly PropertyKey[], message: string): SourceRead {
  return { candidates: [], problems: [{ path, message }] };
}
