import { resolved } from './find-accounts';
import type { Candidate, FormatSource } from './format-source';
import { builtInDefinitions } from './formats/registry';
import type { Problem } from './schema-problems';

/** Names that no format may take, because the messages of the app itself have them. */
const OWN_NAMES = ['native', 'decision', 'restore'];

/** What is wrong with definitions that are valid one by one. */
export function conflictsOf(
  candidates: readonly Candidate[],
): readonly (Problem & { readonly source: FormatSource })[] {
  return candidates.flatMap((candidate, n) => {
    const earlier = candidates.slice(0, n);
    const problems = [
      ...nameProblems(candidate, earlier),
      ...replacementProblems(candidate, earlier),
      ...hookProblems(candidate),
      ...placeProblems(candidate),
    ];
    const { source, path } = candidate;
    return problems.map((problem) => ({ ...problem, source, path: [...path, ...problem.path] }));
  });
}

function nameProblems({ definition }: Candidate, earlier: readonly Candidate[]): Problem[] {
  const { name, replaces } = definition;
  const path = ['name'];
  if (OWN_NAMES.includes(name)) {
    return [{ path, message: `${name} is the name of a message of the app itself. Choose another name.` }];
  }
  if (builtInDefinitions.has(name) && replaces !== name) {
    const message = `${name} is the name of a built-in format. Choose another name, or add "replaces": "${name}".`;
    return [{ path, message }];
  }
  return earlier.some((other) => other.definition.name === name)
    ? [{ path, message: `${name} is the name of another added format. Choose another name.` }]
    : [];
}

function replacementProblems({ definition }: Candidate, earlier: readonly Candidate[]): Problem[] {
  const { replaces } = definition;
  if (replaces === undefined) return [];
  const path = ['replaces'];
  if (!builtInDefinitions.has(replaces)) {
    return [{ path, message: `${replaces} is not the name of a built-in format` }];
  }
  return earlier.some((other) => other.definition.replaces === replaces)
    ? [{ path, message: `${replaces} is replaced by another added format already. Use one format for it.` }]
    : [];
}

/** Code belongs to the built-in formats; a copy that replaces one of them keeps its hook. */
function hookProblems({ definition: { hook, replaces } }: Candidate): Problem[] {
  if (hook === undefined || builtInDefinitions.get(replaces ?? '')?.hook === hook) return [];
  const message = 'is reserved to built-in formats. Remove it, or replace the built-in format that has it.';
  return [{ path: ['hook'], message }];
}

function placeProblems({ definition, definitions }: Candidate): Problem[] {
  return definition.accounts.flatMap((place, n): Problem[] => {
    if (place.use !== undefined && !Object.hasOwn(definitions, place.use)) {
      return [
        { path: ['accounts', n, 'use'], message: `${place.use} is not among the definitions of the file` },
      ];
    }
    return resolved(place, definitions).names === undefined
      ? [{ path: ['accounts', n, 'names'], message: 'is required: the paths of the names of an account' }]
      : [];
  });
}
