import { fieldPath } from '../messages/field-path';
import { alertFormat } from './alert-format';
import type { Format } from './format';
import { conflictsOf } from './format-conflicts';
import { resolved } from './find-accounts';
import type { FormatDefinition } from './format-schema';
import { MAX_FORMATS, formatGrammar } from './format-schema';
import type { FormatSource } from './format-source';
import { hookNamed } from './formats/registry';
import { readSource } from './read-source';
import type { Problem } from './schema-problems';

export type AddedFormats =
  | {
      readonly kind: 'valid';
      readonly formats: readonly Format[];
      /** Their places have the keys of the definitions that they use. */
      readonly definitions: readonly FormatDefinition[];
    }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** Reads the formats that are added to the built-in ones. Each problem begins with its file, if any, and its path. */
export function addedFormats(sources: readonly FormatSource[]): AddedFormats {
  if (sources.length === 0) return { kind: 'valid', formats: [], definitions: [] };
  const grammar = formatGrammar();
  const read = sources.map((source) => ({ source, ...readSource(source, grammar) }));
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
  const resolvedDefinitions = candidates.map(({ definition, definitions }) => ({
    ...definition,
    accounts: definition.accounts.map((place) => resolved(place, definitions)),
  }));
  return { kind: 'valid', formats, definitions: resolvedDefinitions };
}

function described({ file, path: base = [] }: FormatSource, { path, message }: Problem): string {
  const field = fieldPath([...base, ...path]);
  if (file === undefined) return `${field}: ${message}`;
  return field === '$' ? `${file}: ${message}` : `${file} ${field}: ${message}`;
}
