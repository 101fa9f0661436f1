import type { Telemetry } from '../../shared/ports/telemetry';
import type { TelemetryEvent } from '../../shared/ports/telemetry';

/** Keeps every event, in order. */
export function inMemoryTelemetry(): Telemetry & { readonly events: readonly TelemetryEvent[] } {
  const events: TelemetryEvent[] = [];
  return { events, record: (event) => void events.push(event) };
}
