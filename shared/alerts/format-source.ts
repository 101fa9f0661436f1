import type { Definitions, FormatDefinition } from './format-schema';

/** Content that has formats. */
export interface FormatSource {
  /** A `file` has a list of formats, or an object with `formats`; a `format` is one. */
  readonly kind: 'file' | 'format';
  /** The name of a file, for problems. */
  readonly file?: string;
  /** The path of a format in the setting that has it, for problems. */
  readonly path?: readonly PropertyKey[];
  readonly content: unknown;
}

/** A valid definition, and its place in its source. */
export interface Candidate {
  readonly source: FormatSource;
  readonly path: readonly PropertyKey[];
  readonly definition: FormatDefinition;
  readonly definitions: Definitions;
}
