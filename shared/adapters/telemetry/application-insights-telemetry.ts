import type { TokenCredential } from '@azure/core-auth';
import type { Telemetry } from '../../ports/telemetry';
import type { TelemetryEvent } from '../../ports/telemetry';
import type { CustomEvent } from './custom-event';
import { customEvent } from './custom-event';

/** Receives events; in production the Application Insights SDK. */
export interface EventSink {
  track(event: CustomEvent, traceparent: string | undefined): void;
  /** Sends the buffered events and releases every resource. */
  close(): Promise<void>;
}

export interface ApplicationInsightsOptions {
  readonly connectionString: string;
  /** For components that accept only Microsoft Entra authentication. */
  readonly credential?: TokenCredential;
  /** Called once if the SDK cannot be loaded; no telemetry is sent then. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Telemetry by Application Insights. Importing its SDK takes most of a second and blocks the process, so
 * events wait in memory until the first message has been processed.
 */
export function applicationInsightsTelemetry(
  options: ApplicationInsightsOptions,
): Telemetry & { close(): Promise<void> } {
  const waiting: TelemetryEvent[] = [];
  let sink: EventSink | undefined;
  let loading: Promise<void> | undefined;
  const drain = (): void => {
    for (const event of waiting.splice(0)) sink?.track(customEvent(event), event.traceparent);
  };
  const load = async (): Promise<void> => {
    try {
      const { applicationInsightsSink } = await import('./application-insights-sink.js');
      sink = applicationInsightsSink(options);
      drain();
    } catch (error) {
      options.onFailure(error);
    }
  };
  return {
    record(event) {
      // Bounded: without a sink, telemetry must not become a leak.
      if (waiting.length < MAX_WAITING) waiting.push(event);
      if (sink) drain();
      else loading ??= afterTheWork().then(load);
    },
    async close() {
      if (waiting.length > 0) await (loading ?? load());
      await sink?.close();
    },
  };
}

const MAX_WAITING = 1000;

/** Long enough for the first message to be completed, short enough to outrun an early shutdown. */
const LOAD_AFTER_MS = 200;

function afterTheWork(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOAD_AFTER_MS));
}
