import type { TokenCredential } from '@azure/core-auth';
import { applicationInsightsTelemetry } from '../shared/adapters/telemetry/application-insights-telemetry';
import { noTelemetry } from '../shared/adapters/telemetry/no-telemetry';
import type { Config } from '../shared/config/config';
import { compact } from '../shared/core/compact';

/** Sends telemetry where the configuration says so; else it says once that none is sent. */
export function startTelemetry(
  { connectionString, byIdentity }: Config['telemetry'],
  credential: TokenCredential,
): ReturnType<typeof applicationInsightsTelemetry> {
  if (connectionString === undefined) {
    console.log('No telemetry is sent: APPLICATIONINSIGHTS_CONNECTION_STRING is not set.');
    return noTelemetry;
  }
  const onFailure = (error: unknown): void => {
    console.error('No telemetry is sent: cannot load the Application Insights SDK.', error);
  };
  return applicationInsightsTelemetry(
    compact({ connectionString, onFailure, credential: byIdentity ? credential : undefined }),
  );
}
