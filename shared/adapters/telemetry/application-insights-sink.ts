import type { Context } from '@opentelemetry/api';
import { ROOT_CONTEXT, context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { TelemetryClient } from 'applicationinsights';
import type { ApplicationInsightsOptions, EventSink } from './event-sink';
import { spanContextOf } from './traceparent';

/** Sends custom events with the Application Insights SDK, joined to the trace they belong to. */
export function applicationInsightsSink(options: ApplicationInsightsOptions): EventSink {
  // The SDK takes the trace from the active context, which exists only under a context manager.
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const client = new TelemetryClient(options.connectionString, { useGlobalProviders: false });
  client.config.enableAutoCollectPerformance = false;
  client.config.enableAutoCollectExceptions = false;
  if (options.credential) client.config.aadTokenCredential = options.credential;
  return {
    track: (event, traceparent) => {
      context.with(contextOf(traceparent), () => {
        client.trackEvent({
          name: event.name,
          properties: { ...event.properties },
          measurements: { ...event.measurements },
        });
      });
    },
    close: async () => {
      await client.flush();
      await client.shutdown();
    },
  };
}

function contextOf(traceparent: string | undefined): Context {
  const spanContext = traceparent === undefined ? undefined : spanContextOf(traceparent);
  return spanContext ? trace.setSpanContext(ROOT_CONTEXT, spanContext) : ROOT_CONTEXT;
}
