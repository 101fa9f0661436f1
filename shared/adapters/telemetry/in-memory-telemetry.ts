import type { Telemetry } from '../../ports';
import type { TelemetryEvent } from '../../telemetry-event';

/** Keeps every event, in order. */
export function inMemoryTelemetry(): Telemetry & { readonly events: readonly TelemetryEvent[] } {
  const events: TelemetryEvent[] = [];
  return { events, record: (event) => void events.push(event) };
}
