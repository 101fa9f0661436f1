import type { Telemetry, TelemetryEvent } from '../../ports/telemetry';
import { customEvent } from './custom-event';
import type { ApplicationInsightsOptions, EventSink } from './event-sink';

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
