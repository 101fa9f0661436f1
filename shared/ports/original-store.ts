/** The store of what is too large to be carried by the copies of a message, by names that follow from the content. */
export interface OriginalStore {
  /**
   * Stores a content under its name. Repeating it is harmless, and the content is kept from then on.
   *
   * @throws Unavailable when the store cannot be reached
   */
  put(name: string, content: Uint8Array): Promise<void>;
  /**
   * The content of this name, or undefined when there is none. The caller verifies that it is the right one.
   *
   * @throws Unavailable when the store cannot be reached
   */
  find(name: string): Promise<Uint8Array | undefined>;
  /** Removes what was last stored before a time, up to a bounded number per call. Returns how many. */
  sweep(before: Date): Promise<number>;
}
