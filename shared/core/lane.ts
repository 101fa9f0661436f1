/** The lanes in which requests are done: urgent ones past the backlog of the others. */
export type Lane = 'urgent' | 'ordinary';
