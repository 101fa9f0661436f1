/** Work that is done beside other work; who adds to it has its failures handled until its end. */
export type Beside = Promise<void>[];

/** Does work, and ends when everything has ended that it has begun beside itself. */
export async function withWorkBeside<T>(work: (beside: Beside) => Promise<T>): Promise<T> {
  const beside: Beside = [];
  try {
    return await work(beside);
  } finally {
    await Promise.all(beside);
  }
}
