/** When a message came, and how often it was tried before. */
export interface Arrival {
  /** From when on its age counts: when it was first put on the queue, or when a person refreshed it. */
  readonly since: Date;
  /** Earlier tries, each of which ended in waiting. */
  readonly attempts: number;
}
