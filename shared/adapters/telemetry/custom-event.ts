import { compact } from '../../core/compact';
import type { MethodSummary } from '../../core/method-report';
import type { SettingsInForce } from '../../core/settings-in-force';
import type { ReportedOutcome } from '../../messages/reported-outcome';
import type { StepDurations, TelemetryEvent } from '../../ports/telemetry';
import { telemetryEventNames } from '../../ports/telemetry';

/** A custom event of Application Insights. */
export interface CustomEvent {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly measurements: Readonly<Record<string, number>>;
}

/** Converts an event for Application Insights. It contains object ids and no other personal data. */
export function customEvent(event: TelemetryEvent): CustomEvent {
  switch (event.kind) {
    case 'outcome':
      return {
        name: telemetryEventNames.outcome,
        properties: { ...outcomeProperties(event.outcome), ...inForceProperties(event.inForce) },
        measurements: measurements(event.durationsMs, event.outcome),
      };
    case 'republished': {
      const { id: outcomeId, status } = event.summary;
      return unmeasured(telemetryEventNames.republished, { outcomeId, status });
    }
    case 'method':
      return methodEvent(event.summary);
    case 'waiting':
      return waitingEvent(event);
    case 'brakeEngaged':
      return brakeEvent(event);
    case 'protectedEntry':
      return unmeasured(telemetryEventNames.protectedEntry, { entry: event.path, problem: event.problem });
    case 'tooFewApprovers':
      return tooFewEvent(event);
    case 'switchChanged': {
      const { tenantId, state } = event;
      return unmeasured(telemetryEventNames.switchChanged, { tenantId, state });
    }
    case 'reminder':
      return reminderEvent(event);
    case 'eviction':
      return evictionEvent(event);
    case 'deliveryFailed':
      return unmeasured(telemetryEventNames.deliveryFailed, { error: event.error });
    case 'originalSettled':
      return settledEvent(event);
    case 'containmentGivenUp':
      return givenUpEvent(event);
    case 'setAside':
      return setAsideEvent(event);
  }
}

type Of<Kind extends TelemetryEvent['kind']> = Extract<TelemetryEvent, { readonly kind: Kind }>;

function setAsideEvent({ messageKey, unfinished }: Of<'setAside'>): CustomEvent {
  return { name: telemetryEventNames.setAside, properties: { messageKey }, measurements: { unfinished } };
}

function settledEvent(settled: Of<'originalSettled'>): CustomEvent {
  const { kind: _kind, traceparent: _traceparent, reason = '', ...properties } = settled;
  return unmeasured(telemetryEventNames.originalSettled, { ...properties, reason });
}

function givenUpEvent(givenUp: Of<'containmentGivenUp'>): CustomEvent {
  const { kind: _kind, traceparent: _traceparent, ...properties } = givenUp;
  return unmeasured(telemetryEventNames.containmentGivenUp, properties);
}

function brakeEvent({ tenantId, at, brake: { users, windowMs } }: Of<'brakeEngaged'>): CustomEvent {
  const properties = { tenantId, at: at.toISOString() };
  return { name: telemetryEventNames.brakeEngaged, properties, measurements: { users, windowMs } };
}

function tooFewEvent({ tenantId, left, needed }: Of<'tooFewApprovers'>): CustomEvent {
  const { tooFewApprovers: name } = telemetryEventNames;
  return { name, properties: { tenantId }, measurements: { left, needed } };
}

function reminderEvent({ tenantId, confirmation, outcomeId }: Of<'reminder'>): CustomEvent {
  return unmeasured(telemetryEventNames.reminder, { tenantId, confirmation, outcomeId });
}

function evictionEvent({ tenantId, outcomeId, verdict }: Of<'eviction'>): CustomEvent {
  return unmeasured(telemetryEventNames.eviction, { tenantId, outcomeId, verdict });
}

function methodEvent({ outcomeId, method, status, userId, attempts }: MethodSummary): CustomEvent {
  return {
    name: telemetryEventNames.method,
    properties: compact({ outcomeId, method, status, userId }),
    measurements: { attempts },
  };
}

function waitingEvent(event: Of<'waiting'>): CustomEvent {
  const { messageKey, reason, until, waitingMs, attempts } = event;
  return {
    name: telemetryEventNames.waiting,
    properties: { messageKey, because: reason, until: until.toISOString() },
    measurements: { waitingMs, attempts },
  };
}

function unmeasured(name: string, properties: CustomEvent['properties']): CustomEvent {
  return { name, properties, measurements: {} };
}

function outcomeProperties(outcome: ReportedOutcome): Record<string, string> {
  const { id, status, predicted, mode, tenantId, user, alert, verified, confirmation } = outcome;
  return compact({
    outcomeId: id,
    status,
    mode,
    tenantId,
    predicted,
    userId: user?.id,
    verified: verified === undefined ? undefined : String(verified),
    confirmation: confirmation?.id,
    decision: confirmation?.decision,
    source: label(alert?.provider),
    severity: label(alert?.severity),
  });
}

function inForceProperties({ mode, policyDigest }: SettingsInForce): Record<string, string> {
  return { appMode: mode, policyDigest };
}

function measurements(durationsMs: StepDurations, outcome: ReportedOutcome): Record<string, number> {
  const steps = Object.entries(durationsMs).map(([step, ms]): [string, number] => [
    `${step}Ms`,
    Math.round(ms * 10) / 10,
  ]);
  const attempts = outcome.methods[0]?.attempts ?? 0;
  return { ...Object.fromEntries(steps), attempts };
}

/** A sender's text may contain anything: it is passed on only if it looks like the name of a product or a level. */
function label(text: string | undefined): string | undefined {
  return text !== undefined && /^[\p{L}\d][\p{L}\d ._-]{0,63}$/u.test(text) ? text : undefined;
}
