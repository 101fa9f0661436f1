/** What one health check found. Contains no secret, no host name and no personal data but who used the emergency switch. */
export interface CheckResult {
  /** `warning`: the app works, but an operator should act. */
  readonly status: 'ok' | 'warning' | 'failed';
  /** What was found, in one English sentence. */
  readonly detail: string;
  /** What to do about it, in one sentence; absent when there is nothing to do. */
  readonly remedy?: string;
}

/** A check of one precondition of a revocation. It changes nothing. */
export interface HealthCheck {
  readonly name: string;
  /** Checks once. A rejection counts as `failed`. */
  readonly run: () => Promise<CheckResult>;
}

/** A result with the name of its check. */
export interface CheckReport extends CheckResult {
  readonly name: string;
}
