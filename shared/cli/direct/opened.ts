interface Closable {
  close(): Promise<void>;
}

/** A connection that is opened when it is used first. */
export type Opened<Connection> = () => Promise<Connection>;

interface Openings {
  /** Opens a connection at most once. */
  readonly opened: <Connection extends Closable>(connect: () => Promise<Connection>) => Opened<Connection>;
  /** Closes what was opened. */
  readonly close: () => Promise<void>;
}

/** Connections that are opened when they are used first, and closed together. */
export function openings(): Openings {
  const open: Promise<Closable>[] = [];
  return {
    opened: <Connection extends Closable>(connect: () => Promise<Connection>) => {
      const connection: { first?: Promise<Connection> } = {};
      return () => {
        if (connection.first) return connection.first;
        connection.first = connect();
        open.push(connection.first);
        return connection.first;
      };
    },
    close: async () => {
      for (const connection of await Promise.allSettled(open))
        if (connection.status === 'fulfilled') await connection.value.close();
    },
  };
}
