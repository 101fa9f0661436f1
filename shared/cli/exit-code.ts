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

const { done, notDone, noAnswer, waits } = exitCode;

/** The exit code of each outcome of a request to sign out. `docs/cli.md` has the same table. */
const ofStatus: Readonly<Record<Status, ExitCode>> = {
  signedOut: done,
  signOutPending: done,
  whatIf: done,
  duplicate: done,
  restored: done,
  contained: done,
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

/** The exit code of outcomes: that of a failure if there is one, else that of a wait. A status of a later version is a failure. */
export function exitCodeOf(all: readonly string[]): ExitCode {
  return worstOf(all.map((status) => (isStatus(status) ? ofStatus[status] : notDone)));
}

/** The exit code of several: no answer in time comes before a failure, and a failure before a wait. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return [noAnswer, notDone, waits].find((code) => codes.includes(code)) ?? done;
}

function isStatus(status: string): status is Status {
  return Object.hasOwn(ofStatus, status);
}
