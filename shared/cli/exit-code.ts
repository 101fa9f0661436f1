import type { Status } from '../core/outcome';

/** What the CLI's exit codes mean; scripts rely on them. */
export const exitCode = {
  done: 0,
  /** Denied, failed, or cancelled by the person at the terminal. */
  notDone: 1,
  /** Wrong usage or configuration, or no answer in time. */
  noAnswer: 2,
  /** Nothing has failed and nobody was signed out yet: a person must decide first. */
  waits: 3,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

const { done, notDone, waits } = exitCode;

/** The exit code of each outcome of a request to sign out. `docs/cli.md` has the same table. */
const ofStatus: Readonly<Record<Status, ExitCode>> = {
  signedOut: done,
  signOutPending: done,
  whatIf: done,
  duplicate: done,
  awaitingConfirmation: waits,
  held: waits,
  userNotFound: notDone,
  failed: notDone,
  notEnabled: notDone,
  notApplicable: notDone,
  declined: notDone,
  protected: notDone,
  expired: notDone,
  nothingToDo: notDone,
  rejected: notDone,
};

/** The exit code of outcomes: that of a failure if there is one, else that of a wait. */
export function exitCodeOf(statuses: readonly Status[]): ExitCode {
  const codes = statuses.map((status) => ofStatus[status]);
  return [notDone, waits].find((code) => codes.includes(code)) ?? done;
}
