/** What a look at one thing gave. No secret, no name of a host, and nothing of a person is in it. */
export interface CheckResult {
  /** `warning`: it works, but somebody should know. */
  readonly status: 'ok' | 'warning' | 'failed';
  /** One English sentence that says how it is. */
  readonly detail: string;
  /** One that says what to do about it, unless there is nothing to do. */
  readonly remedy?: string;
}

/** Something that must be in order before anybody can be signed out, and how to find that out without doing harm. */
export interface HealthCheck {
  readonly name: string;
  /** Looks once. May reject, which counts as `failed`. */
  readonly run: () => Promise<CheckResult>;
}

/** A result, and of what. */
export interface CheckReport extends CheckResult {
  readonly name: string;
}
