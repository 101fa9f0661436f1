import type { AccountHook } from '../account';
import { alertFormat } from '../alert-format';
import type { Format } from '../format';
import { formatIndex } from '../format-index';
import type { FormatDefinition } from '../format-schema';
import type { JsonNode } from '../json-node';
import { builtInFiles } from './built-in-files';
import { securityEventSubjects } from './security-event-subjects';

/** Code that a format names by `hook`: for accounts that no path leads to. */
const hooks: ReadonlyMap<string, AccountHook> = new Map([['securityEventSubjects', securityEventSubjects]]);

/** The code that a format names by `hook`. */
export function hookNamed(name: string | undefined): AccountHook | undefined {
  return name === undefined ? undefined : hooks.get(name);
}

/** The definitions of the built-in formats, by name. */
export const builtInDefinitions: ReadonlyMap<string, FormatDefinition> = new Map(
  builtInFiles.flatMap(({ formats }) => formats.map((definition) => [definition.name, definition] as const)),
);

/**
 * The built-in formats. The files are not validated here, which would delay every cold start: the compiler checks them
 * against the grammar's type, and a test validates them against its schema.
 */
export const builtInFormats: readonly Format[] = builtInFiles.flatMap(({ formats, definitions }) =>
  formats.map((definition) => alertFormat(definition, { definitions, hook: hookNamed(definition.hook) })),
);

const builtInMatches = formatIndex(builtInFormats);

/**
 * The formats that match a message, among the built-in ones and those that are added, but for those of an event that an
 * alert of another of them carries. No built-in format counts before one that is added.
 */
export function formatsMatching(message: JsonNode, added: readonly Format[]): readonly Format[] {
  if (added.length === 0) return withoutCarried(builtInMatches(message));
  const replaced = new Set(added.map(({ replaces }) => replaces));
  const builtIn = builtInMatches(message).filter(({ name }) => !replaced.has(name));
  const further = withoutCarried(added.filter(({ matches }) => matches(message)));
  return [...withoutCarried(builtIn, further), ...further];
}

/** The formats without those of events, where one of the formats or of the others is of an alert that carries events. */
function withoutCarried(formats: readonly Format[], others: readonly Format[] = []): readonly Format[] {
  const carries = ({ carriesEvents }: Format): boolean => carriesEvents === true;
  const areCarried = formats.some(carries) || others.some(carries);
  return areCarried ? formats.filter(carries) : formats;
}

/** All formats that are read: the added ones, and the built-in ones that none of these replaces. */
export function formatsWith(added: readonly Format[]): readonly Format[] {
  if (added.length === 0) return builtInFormats;
  const replaced = new Set(added.map(({ replaces }) => replaces));
  return [...builtInFormats.filter(({ name }) => !replaced.has(name)), ...added];
}
