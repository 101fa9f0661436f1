import type { Terminal } from '../terminal';

/** Who reads what a command line prints; it is known once its options are. */
export interface Readers {
  arePeople: boolean;
}

/** A terminal whose sentences are beside the records for people, and on the standard error for programs, which read records alone. */
export function withSentencesFor(readers: Readers, terminal: Terminal): Terminal {
  return {
    ...terminal,
    get width() {
      return terminal.width;
    },
    out: (line) => (readers.arePeople ? terminal.out(line) : terminal.error(line)),
  };
}
