import type { Outcome } from './core/outcome';

/** The steps whose duration is measured, in the order in which they happen. */
export type Step = 'lookUp' | 'revoke' | 'verify' | 'publish';

/** How long each step took, in ms; a step that was not needed is absent. */
export type StepDurations = Readonly<Partial<Record<Step | 'total', number>>>;

/** The catalogue of event names: dashboards and alerts are written against these. */
export const telemetryEventNames = {
  /** One per outcome, once it has been published. */
  outcome: 'RevocationOutcome',
  /** A delivery that ended in an error and will be redelivered. */
  deliveryFailed: 'RevocationDeliveryFailed',
} as const;

/** What the shell tells operators. `traceparent` joins an event to the trace of its message (W3C Trace Context). */
export type TelemetryEvent = { readonly traceparent?: string } & (
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly durationsMs: StepDurations }
  | { readonly kind: 'deliveryFailed'; readonly error: string }
);
