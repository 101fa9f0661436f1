import type { Definitions, Grammar } from './format-schema';
import type { Candidate, FormatSource } from './format-source';
import { isObject } from '../messages/json-object';
import { isLegacy, legacyProblems } from './legacy-format';
import type { Problem } from './schema-problems';
import { schemaProblems } from './schema-problems';

/** The valid definitions of a source, and what is wrong with the others. */
export interface SourceRead {
  readonly candidates: readonly Candidate[];
  readonly problems: readonly Problem[];
}

/** What each format of a source is read with. */
interface Context {
  readonly grammar: Grammar;
  readonly source: FormatSource;
  readonly definitions: Definitions;
}

/** Reads the definitions of one source, each by itself, so that every problem is found. */
export function readSource(source: FormatSource, grammar: Grammar): SourceRead {
  const { kind, content } = source;
  const context = { grammar, source, definitions: {} };
  if (kind === 'format') return readFormat(context, content, []);
  if (Array.isArray(content)) return readList(context, content, []);
  if (!isObject(content)) return wrong([], 'must be a list of formats, or an object with "formats"');
  const { formats, ...rest } = content;
  const read = grammar.formatFile.omit({ formats: true }).safeParse(rest);
  const list = readList({ ...context, definitions: read.data?.definitions ?? {} }, formats, ['formats']);
  if (read.success) return list;
  return { candidates: [], problems: [...schemaProblems(read.error.issues), ...list.problems] };
}

function readList(context: Context, list: unknown, path: readonly PropertyKey[]): SourceRead {
  if (!Array.isArray(list)) return wrong(path, 'must be a list of formats');
  if (list.length === 0) return wrong(path, 'must not be empty');
  const read = list.map((one: unknown, n) => readFormat(context, one, [...path, n]));
  return {
    candidates: read.flatMap(({ candidates }) => candidates),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function readFormat(
  { grammar, source, definitions }: Context,
  content: unknown,
  path: readonly PropertyKey[],
): SourceRead {
  const below = (problems: readonly Problem[]): SourceRead => ({
    candidates: [],
    problems: problems.map((problem) => ({ ...problem, path: [...path, ...problem.path] })),
  });
  if (isLegacy(content)) return below(legacyProblems(content));
  const parsed = grammar.formatDefinition.safeParse(content);
  return parsed.success
    ? { candidates: [{ source, path, definition: parsed.data, definitions }], problems: [] }
    : below(schemaProblems(parsed.error.issues));
}

function wrong(path: readonly PropertyKey[], message: string): SourceRead {
  return { candidates: [], problems: [{ path, message }] };
}
