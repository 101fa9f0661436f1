/** A person's word that a request which waited is to be carried out. */
export interface Approval {
  /** The confirmation that it answers. */
  readonly confirmation: string;
  readonly by: string;
  /** RFC 3339. */
  readonly at: string;
}
