import type { Limits } from './table';
import type { Tone } from './tone';

/** A column of a table; a line of its own where one record is shown. */
export interface Column<T> {
  /** One word or a few, in sentence case. */
  readonly heading: string;
  /** Undefined: there is none. What a sender wrote needs no treatment before. */
  readonly text: (item: T) => string | undefined;
  /**
   * Which columns give way where the terminal is narrow: those with the highest number are cut first, and left out if that
   * is not enough. Absent: never, as with ids that people copy.
   */
  readonly yields?: number;
  /** Whether it is left out rather than cut, as what says nothing or something else in part: a time, an id. */
  readonly whole?: boolean;
  /** What the text means; the text says so too. */
  readonly tone?: (item: T) => Tone | undefined;
  /** Whether a table has this column; absent: it has. Other formats have it in any case. */
  readonly when?: (items: readonly T[]) => boolean;
}

/** How one kind of record is printed, in every format. */
export interface View<T> {
  /** The record as data, for `json`, `jsonl`, `yaml` and `--query`. Its names are a contract with scripts. */
  readonly data: (item: T) => object;
  /** For `table` and `tsv`. */
  readonly columns: readonly Column<T>[];
  /** The sentence in place of an empty table. */
  readonly none: string;
  /** Sentences in place of a table, where people read the records better so. */
  readonly inWords?: (items: readonly T[], limits: Limits) => readonly string[];
}
