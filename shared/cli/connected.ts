/** Does something over a connection, and closes it in any case. */
export async function connected<Connection extends { close(): Promise<void> }, T>(
  connect: () => Promise<Connection>,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connect();
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}
