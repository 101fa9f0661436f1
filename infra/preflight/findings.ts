/** What is known before a deployment. */
export interface Findings {
  /** The deployment would fail, or undo something. */
  readonly problems: readonly string[];
  /** The deployment may fail, or nobody can know. */
  readonly warnings: readonly string[];
}
