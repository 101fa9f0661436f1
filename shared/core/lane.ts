/** The lanes in which requests are done: urgent ones past the backlog of the others. */
export type Lane = 'urgent' | 'ordinary';

/** The lanes of calls, in their order: `later` is for what is done to a user after the first write, when no first write waits. */
export const callLanes = ['urgent', 'ordinary', 'later'] as const;

export type CallLane = (typeof callLanes)[number];
