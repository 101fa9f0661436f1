import type { Telemetry } from '../../ports/telemetry';

/** For an app without a connection string: records nothing. */
export const noTelemetry: Telemetry & { close(): Promise<void> } = {
  record: () => undefined,
  close: () => Promise.resolve(),
};
