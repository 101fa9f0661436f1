import type { Outcome } from '../../core/outcome';
import type { StepDurations, TelemetryEvent } from '../../ports/telemetry';
import { telemetryEventNames } from '../../ports/telemetry';

/** A custom event of Application Insights. */
export interface CustomEvent {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly measurements: Readonly<Record<string, number>>;
}

/** What leaves for telemetry: object ids and nothing else of a person. */
export function customEvent(event: TelemetryEvent): CustomEvent {
  switch (event.kind) {
    case 'outcome':
      return {
        name: telemetryEventNames.outcome,
        properties: outcomeProperties(event.outcome),
        measurements: measurements(event.durationsMs, event.outcome),
      };
    case 'republished':
      return {
        name: telemetryEventNames.republished,
        properties: { outcomeId: event.summary.id, status: event.summary.status },
        measurements: {},
      };
    case 'waiting':
      return {
        name: telemetryEventNames.waiting,
        properties: {
          messageKey: event.messageKey,
          because: event.reason,
          until: event.until.toISOString(),
        },
        measurements: { waitingMs: event.waitingMs, attempts: event.attempts },
      };
    case 'brakeEngaged':
      return {
        name: telemetryEventNames.brakeEngaged,
        properties: { tenantId: event.tenantId, at: event.at.toISOString() },
        measurements: { users: event.brake.users, windowMs: event.brake.windowMs },
      };
    case 'deliveryFailed':
      return {
        name: telemetryEventNames.deliveryFailed,
        properties: { error: event.error },
        measurements: {},
      };
  }
}

function outcomeProperties(outcome: Outcome): Record<string, string> {
  const { id, status, predicted, mode, tenantId, user, alert, verified, confirmation } = outcome;
  const source = label(alert?.provider);
  const severity = label(alert?.severity);
  return {
    outcomeId: id,
    status,
    mode,
    tenantId,
    ...(predicted !== undefined && { predicted }),
    ...(user?.id !== undefined && { userId: user.id }),
    ...(verified !== undefined && { verified: String(verified) }),
    ...(confirmation && { confirmation: confirmation.id }),
    ...(confirmation?.decision !== undefined && { decision: confirmation.decision }),
    ...(source !== undefined && { source }),
    ...(severity !== undefined && { severity }),
  };
}

function measurements(durationsMs: StepDurations, outcome: Outcome): Record<string, number> {
  const steps = Object.entries(durationsMs).map(([step, ms]): [string, number] => [
    `${step}Ms`,
    Math.round(ms * 10) / 10,
  ]);
  const attempts = outcome.methods.reduce((sum, method) => sum + method.attempts, 0);
  return { ...Object.fromEntries(steps), attempts };
}

/** A sender's words may hold anything; only what looks like the name of a product or a level is passed on. */
function label(text: string | undefined): string | undefined {
  return text !== undefined && /^[\p{L}\d][\p{L}\d ._-]{0,63}$/u.test(text) ? text : undefined;
}
