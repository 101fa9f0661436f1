import type { Format } from './format';
import type { JsonNode } from './json-node';
import type { ObjectNames } from './object-names';
import type { RequiredNames } from './required-names';

/**
 * Finds the formats that match a message, in their order. Of each way to match, the rarest names that it requires are in
 * the index, so that a message is tested against the few formats that it has a field of.
 */
export function formatIndex(formats: readonly Format[]): (message: JsonNode) => readonly Format[] {
  const { byName, others } = indexed(formats);
  const candidates = new WeakMap<ObjectNames, readonly Format[]>();
  const candidatesAmong = (names: ObjectNames): readonly Format[] => {
    const { spellings, flat } = names;
    if (!spellings) return formats;
    const found = new Set(others);
    for (const name of [...spellings.keys(), ...(flat?.spellings?.keys() ?? [])]) {
      for (const format of byName.get(name) ?? []) found.add(format);
    }
    return formats.filter((format) => found.has(format));
  };
  return (message) => {
    const names = message.objectNames;
    if (!names) return others.filter(({ matches }) => matches(message));
    const known = candidates.get(names) ?? candidatesAmong(names);
    candidates.set(names, known);
    return known.filter(({ matches }) => matches(message));
  };
}

interface Index {
  readonly byName: ReadonlyMap<string, readonly Format[]>;
  /** Formats that can match a message of any names. */
  readonly others: readonly Format[];
}

function indexed(formats: readonly Format[]): Index {
  const uses = new Map<string, number>();
  for (const name of formats.flatMap(({ waysToMatch = [] }) => waysToMatch.flat(2))) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const usesOf = (names: RequiredNames): number =>
    names.reduce((sum, name) => sum + (uses.get(name) ?? 0), 0);
  const byName = new Map<string, Format[]>();
  const others: Format[] = [];
  for (const format of formats) {
    const rarest = (format.waysToMatch ?? [[]]).map(
      (required) => required.toSorted((one, other) => usesOf(one) - usesOf(other))[0],
    );
    if (rarest.some((names) => names === undefined)) others.push(format);
    for (const name of new Set(rarest.flatMap((names) => names ?? []))) {
      byName.set(name, [...(byName.get(name) ?? []), format]);
    }
  }
  return { byName, others };
}
