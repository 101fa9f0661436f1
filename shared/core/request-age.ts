/** How old a request is, and how often it was tried. */
export interface RequestAge {
  /** The time from which its age counts: when it was first enqueued, or when a person refreshed it. */
  readonly since: Date;
  /** Earlier tries, each of which ended with a scheduled copy. */
  readonly attempts: number;
}
