import type { TokenCredential } from '@azure/core-auth';
import type { CustomEvent } from './custom-event';

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
