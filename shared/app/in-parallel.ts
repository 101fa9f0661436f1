/** Messages that the app sends itself side by side. */
export const MAX_PARALLEL_MESSAGES = 16;

/**
 * Does the work for each item, at most `limit` at a time, and waits for all of it even if some fails, so that
 * nothing is left running. Results are in the order of the items.
 *
 * @throws the first failure, after everything has ended.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) {
      try {
        results[index] = await work(item);
      } catch (failure) {
        failures.push(failure);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  if (failures.length > 0) throw failures[0];
  return results;
}
