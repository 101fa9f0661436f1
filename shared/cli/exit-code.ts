/** What the CLI's exit codes mean; scripts rely on them. */
export const exitCode = {
  done: 0,
  /** Denied, failed, or cancelled by the person at the terminal. */
  notDone: 1,
  /** Wrong usage or configuration, or no answer in time. */
  noAnswer: 2,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
