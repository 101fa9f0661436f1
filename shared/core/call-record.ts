/** What a backend's own records say of the calls that were made. */
export interface CallRecord {
  readonly attempts: number;
  readonly requestIds: readonly string[];
}
